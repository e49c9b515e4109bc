import { GraphQLError } from 'graphql'
import type { Claim } from '../core/ports/keptRequests.ts'

type Why = 'stranger' | 'bad-key' | Exclude<Claim['state'], 'first' | 'answered'>

const refusals: Readonly<Record<Why, { readonly code: string; readonly status: number; readonly message: string }>> = {
  stranger: { code: 'UNAUTHENTICATED', status: 401, message: 'An Idempotency-Key takes a caller who is signed in.' },
  'bad-key': {
    code: 'INVALID_INPUT',
    status: 400,
    message: 'An Idempotency-Key has 1 to 255 printable characters of ASCII, and no spaces.',
  },
  other: {
    code: 'IDEMPOTENCY_CONFLICT',
    status: 409,
    message: 'This Idempotency-Key was used for another request. Use each for one request only.',
  },
  running: {
    code: 'IDEMPOTENCY_RUNNING',
    status: 409,
    message: 'The request of this Idempotency-Key is still being done. Send it again in a moment.',
  },
  lost: {
    code: 'IDEMPOTENCY_LOST',
    status: 409,
    message: 'The request of this Idempotency-Key was cut off. Look whether it was done, and use another key.',
  },
}

/** Why a request that was sent again has no answer. */
export const repeatRefusal = (why: Why): GraphQLError => {
  const { code, status, message } = refusals[why]
  return new GraphQLError(message, { extensions: { code, http: { status } } })
}
