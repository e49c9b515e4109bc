import type { SignedIn } from '../core/access/signedIn.ts'
import { mentionedIn } from '../core/caseFile/mentions.ts'
import type { Member } from '../core/access/team.ts'
import type { Comments, CommentSubject, Mention } from '../core/ports/comments.ts'
import type { Team } from '../core/ports/team.ts'
import type { KnownTeam, Teams } from '../core/ports/teams.ts'
import type { CaseRef, TenantId } from '../core/shared/ids.ts'
import { refuse, type Result } from '../core/shared/result.ts'

export type TalkProblem = { readonly code: 'not-found' } | { readonly code: 'invalid'; readonly message: string }

type Tools = { readonly comments: Comments; readonly team: Pick<Team, 'members'>; readonly teams: Pick<Teams, 'list'> }

const MAX_BODY = 5_000

/** Teams whose names are looked for in a comment. */
const MOST_TEAMS = 1000

/** Comments of people on cases, with those whom they mention, by their names or by those of their teams. */
export const talk = ({ comments, team, teams }: Tools) => {
  const read = async (tenantId: TenantId, body: string) => {
    const text = body.trim()
    if (text === '' || text.length > MAX_BODY)
      return refuse({
        code: 'invalid',
        message: `A comment has 1 to ${MAX_BODY.toLocaleString('en-US')} characters.`,
      } as const)
    const people = (await team.members(tenantId)).filter(({ isActive, isService }) => isActive && !isService)
    const known = await teams.list(tenantId, { name: null, skip: 0, take: MOST_TEAMS })
    return { ok: true, value: { body: text, mentions: mentionsIn(text, people, known.teams) } } as const
  }
  const author = ({ personId, name }: SignedIn) => ({ id: personId, name })
  return {
    add: async (
      { ref, subject }: { readonly ref: CaseRef; readonly subject: CommentSubject },
      body: string,
      by: SignedIn,
    ): Promise<Result<string, TalkProblem>> => {
      const said = await read(by.tenantId, body)
      return said.ok ? comments.add({ ref, subject, ...said.value, by: author(by) }) : said
    },
    edit: async (id: string, body: string, by: SignedIn): Promise<Result<null, TalkProblem>> => {
      const said = await read(by.tenantId, body)
      return said.ok ? comments.edit({ tenantId: by.tenantId, id, by: author(by) }, said.value) : said
    },
    remove: (id: string, by: SignedIn): Promise<Result<null, TalkProblem>> =>
      comments.remove({ tenantId: by.tenantId, id, by: author(by) }),
    readNotices: ({ tenantId, personId }: SignedIn): Promise<void> => comments.readNotices(tenantId, personId),
  }
}

/** Each once: who is mentioned by name and by a team too is told so by name. */
const mentionsIn = (body: string, people: readonly Member[], teams: readonly KnownTeam[]): readonly Mention[] => {
  const named = [
    ...people.map(person => ({ name: person.name, person, team: null })),
    ...teams.map(team => ({ name: team.name, person: null, team })),
  ]
  const found = mentionedIn(body, named)
  const byName = found.flatMap(({ person }) => (person ? [{ personId: person.personId, team: null }] : []))
  const byTeam = found
    .flatMap(({ team }) => (team ? [team] : []))
    .flatMap(({ name, members }) =>
      people
        .filter(({ personId }) => members.some(member => member.personId === personId))
        .map(({ personId }) => ({ personId, team: name })),
    )
  return [...new Map([...byName, ...byTeam].toReversed().map(mention => [mention.personId, mention])).values()]
}
