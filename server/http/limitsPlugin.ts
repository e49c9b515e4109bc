import { GraphQLError, type DocumentNode, type Source } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { checkDocument, readDocument } from './checkedDocument.ts'
import { charge } from './charge.ts'
import { costOf, type DocumentLimits } from './documentLimits.ts'
import type { RateLimiter } from './rateLimit.ts'
import type { Arrived } from './visit.ts'

/** Charges for documents, and refuses those that are too large, before anything is validated or run. */
export const useLimits = (limits: DocumentLimits, limiter: RateLimiter): Plugin<Arrived, Arrived> => ({
  // Here, because reading a document cannot wait for anybody.
  onParams: ({ params: { query, variables }, context: { visit } }) =>
    charge(limiter, visit, priceOf(query, variables ?? {}, limits)),
  onParse({ context: { visit, params }, setParseFn }) {
    setParseFn((source: string | Source) => readDocument(typeof source === 'string' ? source : source.body, limits))
    return ({ result }: { readonly result: DocumentNode | Error | null }) => {
      if (result === null || result instanceof Error) return
      checkDocument(result, { limits, variables: params.variables ?? {}, introspection: visit.signedIn !== null })
    }
  },
})

/** What nobody can read, or nobody may ask, costs the least; why it is refused, the parser or the limits say afterwards. */
const priceOf = (query: unknown, variables: Readonly<Record<string, unknown>>, limits: DocumentLimits): number => {
  if (typeof query !== 'string') return 0
  try {
    const cost = costOf(readDocument(query, limits), variables)
    return cost > limits.cost ? 0 : cost
  } catch (error) {
    if (error instanceof GraphQLError) return 0
    throw error
  }
}
