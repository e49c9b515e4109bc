// Expected outcomes of mutations: thrown in the resolver, and made a member of the mutation's result union by the errors plugin.
import type { DataSourceProblem } from '../core/ports/dataSource.ts'
import { builder } from './builder.ts'
import { wordEnum } from './words.ts'

const codes = {
  INVALID_INPUT: 'A field of the input is not acceptable; `path` names it.',
  NOT_FOUND: "There is no such object (another tenant's is none).",
  CONFLICT: 'Something with this name or state stands already.',
  SIGN_IN_FAILED: 'E-mail, password or token is wrong.',
  SECOND_FACTOR_NEEDED: 'The password was right, and a second factor is asked for.',
  TOO_MANY_TRIES: 'Too many wrong tries for this account; wait and try again.',
  NOT_ALLOWED: "The caller's role does not reach so far.",
  LAST_OWNER: 'It would leave the workspace without an owner.',
  TABLE_NOT_FOUND: 'The data source has no such table.',
  COLUMN_NOT_FOUND: 'The table has no such column.',
  ALREADY_DECIDED: 'Somebody else was first.',
  EXPIRED: 'The time for it has passed.',
  QUERY_REFUSED: 'The guard does not let this query pass.',
  BUDGET_SPENT: 'A budget is used up; an admin can raise it.',
  NOT_RUNNING: 'The investigation has ended already.',
  DATA_SOURCE_UNREACHABLE: 'The data source does not answer.',
  DATA_SOURCE_TIMED_OUT: 'The data source answered too late.',
  DATA_SOURCE_REFUSED: 'The data source refused the login or the query.',
  DATA_SOURCE_CLOSED: 'The data source is a draft or paused, so nothing is investigated on it.',
} as const

export type ErrorCode = keyof typeof codes

const ErrorCodeEnum = wordEnum(
  'ErrorCode',
  'What went wrong, for programs. Codes are stable: new ones may be added, none changes its meaning.',
  codes,
)

/** A refusal that the page may read. */
export class Refused extends Error {
  readonly code: ErrorCode
  readonly path: readonly string[] | null
  constructor(code: ErrorCode, message: string, path: readonly string[] | null = null) {
    super(message)
    this.code = code
    this.path = path
  }
}

/** The input cannot be accepted as it stands. */
export class InputError extends Refused {}

/** What is asked for stands in the way of something that is there. */
export class ConflictError extends Refused {}

/** The data source said no, or nothing. */
export class DataSourceError extends Refused {
  readonly retryable: boolean
  constructor(code: ErrorCode, message: string, retryable: boolean) {
    super(code, message)
    this.retryable = retryable
  }
}

export const UserError = builder.interfaceRef<Refused>('UserError').implement({
  description: 'An expected refusal: a code for programs, a sentence for people, and the field it is about.',
  fields: t => ({
    code: t.expose('code', { type: ErrorCodeEnum, description: 'What went wrong, for programs.' }),
    message: t.exposeString('message', { description: 'What went wrong, for people.' }),
    path: t.field({
      type: ['String'],
      nullable: true,
      description: 'The field of the input it is about, from the outside in; null where it is about none.',
      resolve: ({ path }) => (path === null ? null : [...path]),
    }),
  }),
})

builder.objectType(InputError, {
  name: 'InputError',
  interfaces: [UserError],
  description: 'The input cannot be accepted as it stands.',
})

builder.objectType(ConflictError, {
  name: 'ConflictError',
  interfaces: [UserError],
  description: 'What is asked for stands in the way of something that is there.',
})

builder.objectType(DataSourceError, {
  name: 'DataSourceError',
  interfaces: [UserError],
  description: 'The data source said no, or nothing.',
  fields: t => ({
    retryable: t.exposeBoolean('retryable', { description: 'Whether the same call may succeed later.' }),
  }),
})

type DataSourceCode = 'DATA_SOURCE_UNREACHABLE' | 'DATA_SOURCE_TIMED_OUT' | 'DATA_SOURCE_REFUSED'

export const dataSourceCode: { readonly [C in DataSourceProblem['code']]: DataSourceCode } = {
  unreachable: 'DATA_SOURCE_UNREACHABLE',
  'timed-out': 'DATA_SOURCE_TIMED_OUT',
  cancelled: 'DATA_SOURCE_TIMED_OUT',
  'permission-denied': 'DATA_SOURCE_REFUSED',
  'not-found': 'DATA_SOURCE_REFUSED',
  'bad-query': 'DATA_SOURCE_REFUSED',
  'bad-settings': 'DATA_SOURCE_REFUSED',
}
