// Top-level errors: what is not an expected outcome. Each has a stable code; the request id is added where the answer is printed.
import { GraphQLError } from 'graphql'

export type FailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'DATA_SOURCE_UNREACHABLE'
  | 'DATA_SOURCE_TIMED_OUT'
  | 'DATA_SOURCE_REFUSED'
  | 'NEEDS_HTTP'

/** An error that callers may read as it stands. `status` is the HTTP status where it decides the whole answer. */
export const failure = (code: FailureCode, message: string, status?: number) =>
  new GraphQLError(message, { extensions: { code, ...(status === undefined ? {} : { http: { status } }) } })

/** Who is asking is known, and may not. `lacks` says what it would take. */
export const forbidden = (lacks: string) => failure('FORBIDDEN', `You may not do this: it takes ${lacks}.`, 403)

export const unauthenticated = () => failure('UNAUTHENTICATED', 'Sign in first.', 401)
