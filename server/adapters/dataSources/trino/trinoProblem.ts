import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { cleanMessage, problem } from '../shared/problem.ts'
import { TrinoFailure, TrinoRefusal } from './trinoStatement.ts'

type Reading = readonly [names: ReadonlySet<string>, code: DataSourceProblem['code'], message: string | null]

const set = (text: string) => new Set(text.trim().split(/\s+/))

/** By the name of the error. Null: the server's message names the fault in the query, and no row. */
const readings: readonly Reading[] = [
  [set('TABLE_NOT_FOUND SCHEMA_NOT_FOUND CATALOG_NOT_FOUND'), 'not-found', null],
  [set('PERMISSION_DENIED'), 'permission-denied', 'The user may not read what the query asks for.'],
  [set('READ_ONLY_VIOLATION'), 'permission-denied', 'The data source is open for reading only.'],
  [set('EXCEEDED_TIME_LIMIT ABANDONED_QUERY'), 'timed-out', 'The data source did not answer in time.'],
  [set('USER_CANCELED ADMINISTRATIVELY_KILLED'), 'cancelled', 'The query was cancelled.'],
  [
    set(
      'SERVER_STARTING_UP SERVER_SHUTTING_DOWN NO_NODES_AVAILABLE CLUSTER_OUT_OF_MEMORY QUERY_QUEUE_FULL TOO_MANY_REQUESTS_FAILED REMOTE_HOST_GONE',
    ),
    'unreachable',
    'The server takes no query at the moment.',
  ],
  [
    set(
      'SYNTAX_ERROR COLUMN_NOT_FOUND FUNCTION_NOT_FOUND TYPE_MISMATCH TYPE_NOT_FOUND AMBIGUOUS_NAME EXPRESSION_NOT_AGGREGATE MISSING_GROUP_BY COLUMN_TYPE_UNKNOWN',
    ),
    'bad-query',
    null,
  ],
]

const UNREACHABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]

const ofFailure = (failure: TrinoFailure, hidden: readonly string[]) => {
  const found = readings.find(([names]) => names.has(failure.errorName))
  if (found !== undefined) return problem(found[1], found[2] ?? cleanMessage(failure.message, hidden))
  if (failure.errorType === 'INSUFFICIENT_RESOURCES')
    return problem('bad-query', 'The query needs more than the server gives it.')
  return problem(
    'bad-query',
    failure.errorType === 'USER_ERROR'
      ? 'A value does not fit what the query does with it.'
      : 'The server could not run the query.',
  )
}

/** A throw of the protocol in our words. What is none of its errors is a bug and goes on. */
export const trinoProblem = (error: unknown, hidden: readonly string[]): DataSourceProblem => {
  if (error instanceof TrinoFailure) return ofFailure(error, hidden)
  if (error instanceof TrinoRefusal) {
    if ([502, 503, 504].includes(error.status))
      return problem('unreachable', 'The server takes no query at the moment.')
    return error.status === 401 || error.status === 403
      ? problem('permission-denied', 'The server refused the user, the password or the token.')
      : problem('bad-settings', 'The server does not answer like Trino.')
  }
  if (!(error instanceof Error)) throw error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error.name === 'AbortError') return problem('cancelled', 'The query was cancelled.')
  if (UNREACHABLE.includes(code)) return problem('unreachable', 'The server cannot be reached.')
  if (code === 'ETIMEDOUT') return problem('timed-out', 'The server did not answer in time.')
  if (/SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO|EPROTO/i.test(code))
    return problem('bad-settings', 'The encrypted connection cannot be made as the settings ask.')
  if (error.name === 'ZodError' || error instanceof SyntaxError || code.startsWith('HPE_'))
    return problem('bad-settings', 'The server does not answer like Trino.')
  throw error
}
