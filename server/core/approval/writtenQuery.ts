import type { QueryAuthor } from './policy.ts'

const prefixes: Readonly<Record<Exclude<QueryAuthor, 'analyst'>, string>> = { model: 'model:', person: 'own:' }

/** The names of a prediction's two queries: on the alert's rows, and on those of a normal day. */
export const writtenQueryIds = (
  author: Exclude<QueryAuthor, 'analyst'>,
  prediction: string,
): { readonly alert: string; readonly usual: string } => ({
  alert: `${prefixes[author]}${prediction}`,
  usual: `${prefixes[author]}${prediction}:usual`,
})

/** Queries bear their author in their names. */
export const writtenBy = (queryId: string): QueryAuthor =>
  queryId.startsWith(prefixes.model) ? 'model' : queryId.startsWith(prefixes.person) ? 'person' : 'analyst'
