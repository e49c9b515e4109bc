import { GraphQLError } from 'graphql'
import type { Charge, RateLimiter } from './rateLimit.ts'
import type { Visit } from './visit.ts'

/** Charges the visit for a document; throws where its caller has not enough left. */
export const charge = async (limiter: RateLimiter, visit: Visit, cost: number) => {
  const charged = await limiter.charge(visit, cost)
  visit.noteCharge(charged)
  if (charged.admitted) return
  const { retryAfterMs } = charged
  throw new GraphQLError(`You ask for too much at once. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`, {
    extensions: { code: 'RATE_LIMITED', retryAfterMs, http: { status: 429 } },
  })
}

/** As `extensions.cost` tells it. */
export const costOf = ({ requested, limit, remaining, resetMs, retryAfterMs }: Charge) => ({
  requested,
  limit,
  remaining,
  resetMs,
  retryAfterMs,
})

/** The same in headers; seconds, as HTTP has them. */
export const chargeHeaders = ({
  admitted,
  limit,
  remaining,
  resetMs,
  retryAfterMs,
}: Charge): Readonly<Record<string, string>> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(Math.ceil(resetMs / 1000)),
  ...(!admitted && { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }),
})
