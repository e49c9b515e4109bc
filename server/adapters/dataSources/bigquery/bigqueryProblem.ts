import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { cleanMessage, problem } from '../shared/problem.ts'
import { BadKey } from './serviceAccount.ts'

type Reading = readonly [reasons: readonly string[], code: DataSourceProblem['code'], message: string | null]

/** Reasons with which the same request may be sent again at once; no other error is tried twice. */
const AGAIN = [
  'backendError',
  'rateLimitExceeded',
  'internalError',
  'jobBackendError',
  'jobRateLimitExceeded',
  'jobInternalError',
]

/** By the reason of the error. Null: the server's message names the fault in the query, and no row. */
const readings: readonly Reading[] = [
  [['notFound'], 'not-found', null],
  [['accessDenied'], 'permission-denied', 'The service account may not do what the query asks for.'],
  [['authError', 'required'], 'permission-denied', 'Google refused the sign-in.'],
  [['stopped'], 'cancelled', 'The query was cancelled.'],
  [['timeout'], 'timed-out', 'The data source did not answer in time.'],
  [['bytesBilledLimitExceeded'], 'bad-query', 'The query would read more than the settings of this data source allow.'],
  [['responseTooLarge', 'resourcesExceeded'], 'bad-query', 'The query needs more than BigQuery gives it.'],
  [
    ['billingNotEnabled', 'blocked', 'accessNotConfigured'],
    'bad-settings',
    'The project may not use BigQuery: look at its billing and its enabled APIs.',
  ],
  [[...AGAIN, 'quotaExceeded', 'tableUnavailable'], 'unreachable', 'BigQuery takes no query at the moment.'],
]

/** Messages about the text of a query; others may quote a value of a row. */
const ABOUT_TEXT = new RegExp(
  `^(${[
    'Syntax error',
    'Unrecognized name',
    'Function not found',
    'Name ',
    'Column name ',
    'Table-valued function not found',
    'Table "',
    'No matching signature for ',
    'Duplicate column names',
    'SELECT list expression',
    'Type not found',
  ].join('|')})`,
)

const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTDOWN|ENETDOWN)$/

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined

/** The reason that the API gives; none where it is not the API that speaks. */
export const reasonOf = (error: unknown): string | null => {
  const errors = fieldOf(error, 'errors')
  const reason = fieldOf(Array.isArray(errors) ? errors[0] : undefined, 'reason')
  return typeof reason === 'string' ? reason : null
}

export const mayTryAgain = (error: unknown) => AGAIN.includes(reasonOf(error) ?? '')

const messageOf = (error: Error) => {
  const errors = fieldOf(error, 'errors')
  const message = fieldOf(Array.isArray(errors) ? errors[0] : undefined, 'message')
  return typeof message === 'string' ? message : error.message
}

const ofReason = (reason: string, message: string, hidden: readonly string[]) => {
  if (reason === 'stopped' && /timed? ?out/i.test(message))
    return problem('timed-out', 'The data source did not answer in time.')
  const found = readings.find(([reasons]) => reasons.includes(reason))
  if (found !== undefined) return problem(found[1], found[2] ?? cleanMessage(message, hidden))
  return problem(
    'bad-query',
    ABOUT_TEXT.test(message)
      ? cleanMessage(message, hidden)
      : 'A value does not fit what the query does with it, or BigQuery could not run the query.',
  )
}

const codeOf = (error: Error) => {
  const code = fieldOf(error, 'code')
  return typeof code === 'string' || typeof code === 'number' ? String(code) : ''
}

const codesOf = (error: unknown): readonly string[] =>
  error instanceof Error ? [codeOf(error), ...codesOf(error.cause)] : []

/** A throw of the client in our words. What is none of its errors is a bug and goes on. */
export const bigqueryProblem = (error: unknown, hidden: readonly string[]): DataSourceProblem => {
  if (error instanceof BadKey) return problem('bad-settings', error.message)
  if (!(error instanceof Error)) throw error
  const reason = reasonOf(error)
  if (reason !== null) return ofReason(reason, messageOf(error), hidden)
  const codes = codesOf(error)
  if (codes.some(code => UNREACHABLE.test(code))) return problem('unreachable', 'BigQuery cannot be reached.')
  if (codes.some(code => /^(ETIMEDOUT|ECONNABORTED|UND_ERR_\w*TIMEOUT)$/.test(code)))
    return problem('timed-out', 'BigQuery did not answer in time.')
  if (codes.some(code => /SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code)))
    return problem('bad-settings', 'The encrypted connection cannot be made.')
  if (error.name === 'AbortError') return problem('cancelled', 'The query was cancelled.')
  if (/default credentials/i.test(error.message))
    return problem('bad-settings', 'This server has no application default credentials. Give a service account key.')
  const status = Number(fieldOf(fieldOf(error, 'response'), 'status') ?? codes[0])
  if (status === 400 || status === 401 || status === 403)
    return problem('permission-denied', "Google refused the sign-in: the key is not, or no longer, the account's.")
  if (status >= 500) return problem('unreachable', 'BigQuery takes no query at the moment.')
  if (status >= 300 || error.name === 'SyntaxError')
    return problem('bad-settings', 'The server does not answer like BigQuery.')
  throw error
}
