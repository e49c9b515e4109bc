// How errors leave the server: always a code and the request's id, never a stack, SQL or a host.
import { PothosValidationError } from '@pothos/core'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

export type ErrorShaper = (error: unknown) => GraphQLFormattedError

const UNFORESEEN = 'Something went wrong on our side. Quote the request id when you ask about it.'

type Report = (error: unknown) => void

/** For one request. What nobody foresaw is reported and told as INTERNAL. `hints` false takes back the schema's suggestions to strangers. */
export const createErrorShaper =
  (requestId: string, hints: boolean, report: Report): ErrorShaper =>
  error => {
    const known = error instanceof GraphQLError ? codeOf(error) : null
    if (known === null || !(error instanceof GraphQLError)) {
      report(error)
      return { message: UNFORESEEN, ...placeOf(error), extensions: { code: 'INTERNAL', requestId } }
    }
    const message = hints ? error.message : error.message.replace(/ ?Did you mean .*$/s, '')
    const { retryAfterMs } = error.extensions
    return {
      message,
      ...placeOf(error),
      extensions: { code: known, requestId, ...(typeof retryAfterMs === 'number' && { retryAfterMs }) },
    }
  }

const placeOf = (error: unknown) =>
  error instanceof GraphQLError
    ? { ...(error.locations && { locations: error.locations }), ...(error.path && { path: error.path }) }
    : {}

/** The code of an error that callers may read; null for one that they may not. */
const codeOf = (error: GraphQLError): string | null => {
  const cause = error.originalError
  if (cause instanceof PothosValidationError || error instanceof PothosValidationError) return 'INVALID_INPUT'
  if (cause !== undefined && !(cause instanceof GraphQLError)) return null
  if (error.message.startsWith('Syntax Error'))
    return /more tha[nt] \d+ tokens/.test(error.message) ? 'TOO_MANY_TOKENS' : 'GRAPHQL_PARSE_FAILED'
  const code = error.extensions.code ?? cause?.extensions.code
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return code
  // An error with a path comes from running the document; without a code nobody foresaw it.
  return error.path === undefined ? 'GRAPHQL_VALIDATION_FAILED' : null
}
