// Top-level errors: what is not an expected outcome. Each has a stable code; the request id is added where the answer is printed.
import { GraphQLError } from 'graphql'

export type FailureCode =
  | 'UNAUTHENTICATED' | 'NOT_FOUND' | 'INVALID_INPUT' | 'DATA_SOURCE_UNREACHABLE' | 'DATA_SOURCE_TIMED_OUT' | 'DATA_SOURCE_REFUSED' | 'NEEDS_HTTP'

/** An error that callers may read as it stands. `status` is the HTTP status where it decides the whole answer. */
export const failure = (code: FailureCode, message: string, status?: number) =>
  new GraphQLError(message, { extensions: { code, ...status === undefined ? {} : { http: { status } } } })

export const unauthenticated = () => failure('UNAUTHENTICATED', 'Sign in first.', 401)
