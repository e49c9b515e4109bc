import type { DocumentNode, Source } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { checkDocument, readDocument } from './checkedDocument.ts'
import { charge } from './charge.ts'
import { costOf, type DocumentLimits } from './documentLimits.ts'
import type { RateLimiter } from './rateLimit.ts'
import type { Arrived } from './visit.ts'

/** Refuses documents before anything is validated or run. */
export const useLimits = (limits: DocumentLimits, limiter: RateLimiter): Plugin<Arrived> => ({
  onParse({ context: { visit, params }, setParseFn }) {
    setParseFn((source: string | Source) => readDocument(typeof source === 'string' ? source : source.body, limits))
    return ({ result }: { readonly result: DocumentNode | Error | null }) => {
      if (result === null || result instanceof Error) return
      const variables = params.variables ?? {}
      checkDocument(result, { limits, variables, introspection: visit.signedIn !== null })
      charge(limiter, visit, costOf(result, variables))
    }
  },
})
