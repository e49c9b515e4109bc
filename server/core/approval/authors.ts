import type { QueryOrigin } from '../ports/queryGuard.ts'
import type { QueryAuthor } from './policy.ts'

/** Whose a text is. One that a person edited is theirs too, and must be allowed to both. */
export const authorsOf = (author: QueryAuthor, isEdited: boolean): readonly QueryAuthor[] =>
  isEdited && author !== 'person' ? [author, 'person'] : [author]

/** How the guard reads their text: only what is all ours may be as wide as our scans. */
export const originOf = (authors: readonly QueryAuthor[]): QueryOrigin =>
  authors.every(author => author === 'analyst') ? 'planner' : 'untrusted'
