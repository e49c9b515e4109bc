import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { cleanMessage, problem } from '../shared/problem.ts'
import { BadSignIn } from './openSnowflake.ts'

type Reading = readonly [codes: readonly number[], code: DataSourceProblem['code'], message: string | null]

/** By the number of the error. Null: the server's message names the fault in the query, and no row. */
const readings: readonly Reading[] = [
  [[2003], 'not-found', null],
  [[904, 1003, 2043, 2028, 979, 2027, 2001], 'bad-query', null],
  [[3001, 3003], 'permission-denied', 'The role may not do what the query asks for.'],
  [[604, 605], 'cancelled', 'The query was cancelled.'],
  [[630, 631], 'timed-out', 'The data source did not answer in time.'],
  [[606, 2141], 'bad-settings', 'The warehouse does not exist, or the role may not use it.'],
  [[90105, 90106], 'not-found', 'There is no such database or schema, or the role may not see it.'],
  [
    [390100, 390144, 390101, 390102, 390103, 394300, 394302, 394304],
    'permission-denied',
    'Snowflake refused the user, the key or the password.',
  ],
  [[390186, 390189, 250001], 'permission-denied', 'The user may not use this role.'],
  [[390104, 390111, 390112, 390114, 407001, 407002, 405503], 'unreachable', 'The session has ended.'],
  [[390422, 390201], 'permission-denied', 'The account does not let Dataing in from this network.'],
]

const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTDOWN|ENETDOWN)$/

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

const chain = (error: Error): readonly string[] => [
  codeOf(error),
  ...(error.cause instanceof Error ? chain(error.cause) : []),
]

const plainMessage = (message: string) =>
  message
    .replace(/^\d+ \(\w+\): /, '')
    .replace(/^SQL compilation error:\s*/, '')
    .replaceAll(/\s+/g, ' ')

/** A throw of the driver in our words. What is none of its errors is a bug and goes on. */
export const snowflakeProblem = (error: unknown, hidden: readonly string[]): DataSourceProblem => {
  if (error instanceof BadSignIn) return problem('bad-settings', error.message)
  if (!(error instanceof Error)) throw error
  if (error.name === 'AbortError') return problem('cancelled', 'The query was cancelled.')
  const codes = chain(error)
  const found = readings.find(([numbers]) => numbers.includes(Number(codes[0])))
  if (found !== undefined) return problem(found[1], found[2] ?? cleanMessage(plainMessage(error.message), hidden))
  if (codes.some(code => UNREACHABLE.test(code))) return problem('unreachable', 'Snowflake cannot be reached.')
  if (codes.some(code => /^(ETIMEDOUT|ECONNABORTED)$/.test(code)))
    return problem('timed-out', 'Snowflake did not answer in time.')
  if (codes.some(code => /SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code)))
    return problem('bad-settings', 'The encrypted connection cannot be made.')
  if (error.name === 'NetworkError' || error.name === 'RequestFailedError')
    return problem('unreachable', 'Snowflake cannot be reached.')
  if ('sqlState' in error)
    return problem(
      'bad-query',
      /^22/.test(String(error.sqlState))
        ? 'A value does not fit what the query does with it.'
        : 'Snowflake could not run the query.',
    )
  if (error.name === 'OperationFailedError') return problem('bad-settings', 'Snowflake does not accept the sign-in.')
  throw error
}
