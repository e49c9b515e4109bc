import type { DocumentNode, Source } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { checkDocument, readDocument } from './checkedDocument.ts'
import type { DocumentLimits } from './documentLimits.ts'
import type { Arrived } from './visit.ts'

/** Refuses documents before anything is validated or run. */
export const useLimits = (limits: DocumentLimits): Plugin<Arrived> => ({
  onParse({ context: { visit, params }, setParseFn }) {
    setParseFn((source: string | Source) => readDocument(typeof source === 'string' ? source : source.body, limits))
    return ({ result }: { readonly result: DocumentNode | Error | null }) => {
      if (result === null || result instanceof Error) return
      checkDocument(result, { limits, variables: params.variables ?? {}, introspection: visit.signedIn !== null })
    }
  },
})
