import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { cleanMessage, problem } from '../shared/problem.ts'

type Reading = readonly [codes: ReadonlySet<string>, code: DataSourceProblem['code'], message: string | null]

const set = (text: string) => new Set(text.trim().split(/\s+/))

/** By the name of the error. Null: the server's message names the fault in the query, and no row. */
const readings: readonly Reading[] = [
  [set('ER_NO_SUCH_TABLE ER_UNKNOWN_TABLE'), 'not-found', null],
  [set('ER_BAD_DB_ERROR'), 'not-found', 'The server has no such database, or the user may not see it.'],
  [
    set(
      'ER_ACCESS_DENIED_ERROR ER_ACCESS_DENIED_NO_PASSWORD_ERROR ER_ACCOUNT_HAS_BEEN_LOCKED ER_MUST_CHANGE_PASSWORD_LOGIN ER_NOT_SUPPORTED_AUTH_MODE',
    ),
    'permission-denied',
    'The server refused the user or the password.',
  ],
  [
    set('ER_HOST_NOT_PRIVILEGED ER_HOST_IS_BLOCKED ER_DBACCESS_DENIED_ERROR'),
    'permission-denied',
    'The server does not let this user in from here, or not to this database.',
  ],
  [
    set(
      'ER_TABLEACCESS_DENIED_ERROR ER_COLUMNACCESS_DENIED_ERROR ER_SPECIFIC_ACCESS_DENIED_ERROR ER_PROCACCESS_DENIED_ERROR',
    ),
    'permission-denied',
    'The user may not read what the query asks for.',
  ],
  [
    set('ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION ER_OPTION_PREVENTS_STATEMENT'),
    'permission-denied',
    'The data source is open for reading only.',
  ],
  [
    set('ER_STATEMENT_TIMEOUT ER_QUERY_TIMEOUT ER_QUERY_INTERRUPTED'),
    'timed-out',
    'The data source did not answer in time.',
  ],
  [
    set('ER_LOCK_WAIT_TIMEOUT'),
    'timed-out',
    'The data source did not answer in time: something holds what the query needs.',
  ],
  [
    set(
      'ER_CON_COUNT_ERROR ER_TOO_MANY_USER_CONNECTIONS ER_SERVER_SHUTDOWN ER_NORMAL_SHUTDOWN ER_NEW_ABORTING_CONNECTION ER_CONNECTION_KILLED ER_LOCK_DEADLOCK',
    ),
    'unreachable',
    'The server takes no connection at the moment.',
  ],
  [
    set('HANDSHAKE_NO_SSL_SUPPORT HANDSHAKE_SSL_ERROR'),
    'bad-settings',
    'The encrypted connection cannot be made as the settings ask.',
  ],
  [
    set(
      'PROTOCOL_CONNECTION_LOST ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH EPIPE EHOSTDOWN ENETDOWN EADDRNOTAVAIL',
    ),
    'unreachable',
    'The server cannot be reached.',
  ],
  [set('ETIMEDOUT PROTOCOL_SEQUENCE_TIMEOUT'), 'timed-out', 'The server did not take the connection in time.'],
  [
    set(
      'ER_PARSE_ERROR ER_BAD_FIELD_ERROR ER_NON_UNIQ_ERROR ER_SYNTAX_ERROR ER_SP_DOES_NOT_EXIST ER_WRONG_FIELD_WITH_GROUP ER_MIX_OF_GROUP_FUNC_AND_FIELDS ER_INVALID_GROUP_FUNC_USE',
    ),
    'bad-query',
    null,
  ],
]

/** A throw of the driver in our words. What is none of its errors is a bug and goes on. */
export const mysqlProblem = (error: unknown, hidden: readonly string[]): DataSourceProblem => {
  if (!(error instanceof Error)) throw error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const found = readings.find(([codes]) => codes.has(code))
  if (found !== undefined) return problem(found[1], found[2] ?? cleanMessage(error.message, hidden))
  if (/SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO/i.test(code) || /SSL/.test(error.message))
    return problem('bad-settings', 'The encrypted connection cannot be made as the settings ask.')
  if (/closed state|Connection lost/.test(error.message)) return problem('unreachable', 'The server cannot be reached.')
  if (code.startsWith('ER_') || 'errno' in error) return problem('bad-query', 'The server could not run the query.')
  throw error
}
