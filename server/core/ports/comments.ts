import type { CaseRef, PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** What a comment is about: the case itself, one of its hypotheses by kind, or one of its queries by name. */
export type CommentSubject = { readonly kind: 'case' | 'hypothesis' | 'query'; readonly id: string }

/** Somebody to be told: by their own name, or as one of a team that was named. */
export type Mention = { readonly personId: PersonId; readonly team: string | null }

type Author = { readonly id: PersonId; readonly name: string }

export type NewComment = {
  readonly ref: CaseRef
  readonly subject: CommentSubject
  readonly body: string
  readonly mentions: readonly Mention[]
  readonly by: Author
}
export type OwnComment = { readonly tenantId: TenantId; readonly id: string; readonly by: Author }

/** What people say about cases. Who is mentioned is told. */
export interface Comments {
  /** The id of the new comment. `not-found`: no such case, or nothing of that kind in it. */
  add(comment: NewComment): Promise<Result<string, { readonly code: 'not-found' }>>
  /** Only the author may; those mentioned anew are told. */
  edit(
    own: OwnComment,
    to: { readonly body: string; readonly mentions: readonly Mention[] },
  ): Promise<Result<null, { readonly code: 'not-found' }>>
  /** Takes the words away and leaves that there were some. Only the author may. */
  remove(own: OwnComment): Promise<Result<null, { readonly code: 'not-found' }>>
  /** Marks what somebody was told as read: everything up to now. */
  readNotices(tenantId: TenantId, personId: PersonId): Promise<void>
}
