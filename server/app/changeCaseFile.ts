import type { SignedIn } from '../core/access/signedIn.ts'
import type { CaseFile, ResolveReason, Severity } from '../core/caseFile/caseFile.ts'
import type { CaseWish } from '../core/caseFile/changeCase.ts'
import type { FaultKind } from '../core/fault/faultKind.ts'
import type { CaseFiles } from '../core/ports/caseFiles.ts'
import type { Team } from '../core/ports/team.ts'
import type { CaseRef, PersonId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'

/** A wish as it comes in: of people only the ids. */
export type CaseFileWish =
  | { readonly kind: 'assign'; readonly to: PersonId | null }
  | { readonly kind: 'severity'; readonly severity: Severity | null }
  | { readonly kind: 'state'; readonly state: 'open' | 'inProgress' }
  | {
      readonly kind: 'resolve'
      readonly reason: ResolveReason
      readonly note: string | null
      readonly cause: FaultKind | null
    }
  | { readonly kind: 'reopen' }

export type CaseFileProblem =
  | { readonly code: 'not-found' | 'conflict' }
  | { readonly code: 'invalid' | 'state'; readonly message: string; readonly path: string }

type Tools = { readonly caseFiles: CaseFiles; readonly team: Pick<Team, 'member'> }

const MAX_NOTE = 2_000
const said = {
  resolved: 'It is resolved already; open it again first.',
  'not-resolved': 'It is not resolved.',
} as const

/** Assigns, rates, resolves or opens a case again, in the name of a person. */
export const changeCaseFile =
  ({ caseFiles, team }: Tools) =>
  async (
    change: { readonly ref: CaseRef; readonly expectedVersion: number },
    given: CaseFileWish,
    by: SignedIn,
  ): Promise<Result<CaseFile, CaseFileProblem>> => {
    const wish = await checked(team, by.tenantId, given)
    if (!wish.ok) return wish
    const changed = await caseFiles.change({ ...change, wish: wish.value, by: { id: by.personId, name: by.name } })
    if (changed.ok) return changed
    switch (changed.problem.code) {
      case 'not-found':
      case 'conflict':
        return refuse({ code: changed.problem.code })
      case 'note-needed':
        return invalid('Say what it was: a kind of fault, or a note.', 'note')
      case 'resolved':
      case 'not-resolved':
        return refuse({ code: 'state', message: said[changed.problem.code], path: 'investigationId' })
    }
  }

const invalid = (message: string, path: string) => refuse({ code: 'invalid', message, path } as const)

const checked = async (
  team: Tools['team'],
  tenantId: TenantId,
  wish: CaseFileWish,
): Promise<Result<CaseWish, CaseFileProblem>> => {
  if (wish.kind === 'assign') {
    const member = wish.to === null ? null : await team.member(tenantId, wish.to)
    if (wish.to === null) return ok({ kind: 'assign', to: null })
    return member?.isActive
      ? ok({ kind: 'assign', to: { id: member.personId, name: member.name } })
      : invalid('There is no such person in the team.', 'assigneeId')
  }
  if (wish.kind !== 'resolve') return ok(wish)
  const note = wish.note?.trim() || null
  return (note?.length ?? 0) > MAX_NOTE
    ? invalid(`A note may have ${MAX_NOTE} characters.`, 'note')
    : ok({ ...wish, note })
}
