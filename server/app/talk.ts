import type { SignedIn } from '../core/access/signedIn.ts'
import { mentionedIn } from '../core/caseFile/mentions.ts'
import type { Comments, CommentSubject } from '../core/ports/comments.ts'
import type { Team } from '../core/ports/team.ts'
import type { CaseRef, TenantId } from '../core/shared/ids.ts'
import { refuse, type Result } from '../core/shared/result.ts'

export type TalkProblem = { readonly code: 'not-found' } | { readonly code: 'invalid'; readonly message: string }

type Tools = { readonly comments: Comments; readonly team: Pick<Team, 'members'> }

const MAX_BODY = 5_000

/** Comments of people on cases, with those whom they mention. */
export const talk = ({ comments, team }: Tools) => {
  const read = async (tenantId: TenantId, body: string) => {
    const text = body.trim()
    if (text === '' || text.length > MAX_BODY) return refuse({ code: 'invalid', message: `A comment has 1 to ${MAX_BODY.toLocaleString('en-US')} characters.` } as const)
    const people = (await team.members(tenantId)).filter(({ isActive, isService }) => isActive && !isService)
    return { ok: true, value: { body: text, mentions: mentionedIn(text, people).map(({ personId }) => personId) } } as const
  }
  const author = ({ personId, name }: SignedIn) => ({ id: personId, name })
  return {
    add: async ({ ref, subject }: { readonly ref: CaseRef; readonly subject: CommentSubject }, body: string, by: SignedIn): Promise<Result<string, TalkProblem>> => {
      const said = await read(by.tenantId, body)
      return said.ok ? comments.add({ ref, subject, ...said.value, by: author(by) }) : said
    },
    edit: async (id: string, body: string, by: SignedIn): Promise<Result<null, TalkProblem>> => {
      const said = await read(by.tenantId, body)
      return said.ok ? comments.edit({ tenantId: by.tenantId, id, by: author(by) }, said.value) : said
    },
    remove: (id: string, by: SignedIn): Promise<Result<null, TalkProblem>> => comments.remove({ tenantId: by.tenantId, id, by: author(by) }),
    readNotices: ({ tenantId, personId }: SignedIn): Promise<void> => comments.readNotices(tenantId, personId),
  }
}
