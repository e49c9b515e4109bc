import pg from 'pg'
import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { cleanMessage, problem } from '../shared/problem.ts'

type Reading = readonly [codes: RegExp, code: DataSourceProblem['code'], message: string | null]

/** By SQLSTATE. Null: the server's message names the fault in the query, and no row. */
const readings: readonly Reading[] = [
  [/^(42P01|3F000)$/, 'not-found', null],
  [/^42501$/, 'permission-denied', null],
  [/^42/, 'bad-query', null],
  [/^28/, 'permission-denied', 'The server refused the user or the password.'],
  [/^3D000$/, 'not-found', 'The server has no such database.'],
  [/^57014$/, 'timed-out', 'The data source did not answer in time.'],
  [
    /^(55P03|25P03|25P04)$/,
    'timed-out',
    'The data source did not answer in time: something holds what the query needs.',
  ],
  [/^(25006|25P02|25001)$/, 'permission-denied', 'The data source is open for reading only.'],
  [/^(53300|57P0\d|08)/, 'unreachable', 'The server takes no connection at the moment.'],
  [/^(53|54)/, 'bad-query', 'The query needs more than the server gives it.'],
  [/^(22|21|23)/, 'bad-query', 'A value does not fit what the query does with it.'],
  [/^40/, 'unreachable', 'The server gave up the query because of what others do. Try again.'],
]

const unreachableCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]

/** A throw of the driver in our words. What is none of its errors is a bug and goes on. */
export const postgresProblem = (error: unknown, hidden: readonly string[]): DataSourceProblem => {
  if (!(error instanceof Error)) throw error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const found = readings.find(([codes]) => codes.test(code))
  if (found !== undefined) return problem(found[1], found[2] ?? cleanMessage(error.message, hidden))
  if (
    code === 'ETIMEDOUT' ||
    /^(timeout expired|Connection terminated due to connection timeout)/.test(error.message)
  ) {
    return problem('timed-out', 'The server did not take the connection in time.')
  }
  if (
    unreachableCodes.includes(code) ||
    /^(Connection terminated|Client has encountered a connection error)/.test(error.message)
  ) {
    return problem('unreachable', 'The server cannot be reached.')
  }
  if (/SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO/i.test(code) || /SSL connection/.test(error.message)) {
    return problem('bad-settings', 'The encrypted connection cannot be made as the settings ask.')
  }
  if (/^SASL|^SCRAM/.test(error.message))
    return problem('permission-denied', 'The server refused the user or the password.')
  if (error instanceof pg.DatabaseError || /^[0-9A-Z]{5}$/.test(code))
    return problem('bad-query', 'The server could not run the query.')
  throw error
}
