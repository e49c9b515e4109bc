import { CombinedError } from '@urql/vue'

/** What a person may be told of a failure: words, and the id under which the server's log has the rest. */
export const describeFailure = (error: Error): { readonly message: string; readonly requestId: string | null } => {
  if (!(error instanceof CombinedError)) return { message: 'The page ran into a fault of its own.', requestId: null }
  if (error.networkError)
    return { message: 'The server cannot be reached. Check the connection and try again.', requestId: null }
  const [first] = error.graphQLErrors
  const requestId = first?.extensions['requestId']
  return {
    message: first?.message ?? 'The server could not answer.',
    requestId: typeof requestId === 'string' ? requestId : null,
  }
}
