// What may be done to the people of a tenant. Pure: it is given the team as it stands, and the caller holds the team still meanwhile.
import type { PersonId } from '../shared/ids.ts'
import type { NonEmpty } from '../shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { unreachable } from '../shared/unreachable.ts'
import type { AuditAction } from './auditAction.ts'
import { isAtLeast, type Role } from './role.ts'

/** Somebody in a tenant, a service account included. */
export type Member = {
  readonly personId: PersonId
  readonly name: string
  readonly role: Role
  readonly isService: boolean
  readonly isActive: boolean
}

export type TeamCommand =
  | { readonly type: 'changeRole'; readonly personId: string; readonly role: Role }
  | { readonly type: 'deactivate' | 'reactivate' | 'remove'; readonly personId: string }
  | { readonly type: 'transferOwnership'; readonly personId: string }
  | { readonly type: 'leave' }

export type TeamRefusal = { readonly code: 'not-found' | 'above-you' | 'yourself' | 'last-owner' | 'not-an-owner' }

export type TeamChange =
  | { readonly type: 'role'; readonly member: Member; readonly role: Role }
  | { readonly type: 'active'; readonly member: Member; readonly isActive: boolean }
  | { readonly type: 'removed'; readonly member: Member }

export type TeamDecision = { readonly action: AuditAction; readonly changes: NonEmpty<TeamChange> }

type Asker = { readonly personId: PersonId; readonly role: Role }

/** Decides for somebody whose role allows to change the team at all. Nobody reaches above their own role, and an active owner always stays. */
export const decideTeam = (
  command: TeamCommand,
  asker: Asker,
  team: readonly Member[],
): Result<TeamDecision, TeamRefusal> => {
  const wanted = command.type === 'leave' ? asker.personId : command.personId
  const member = team.find(({ personId }) => personId === wanted)
  if (member === undefined) return refuse({ code: 'not-found' })
  if (!isAtLeast(asker.role, member.role)) return refuse({ code: 'above-you' })
  const own = team.find(({ personId }) => personId === asker.personId)
  const decided = decide(command, { role: asker.role, own }, member)
  if (!decided.ok) return decided
  return leavesAnOwner(team, decided.value.changes) ? decided : refuse({ code: 'last-owner' })
}

type Deciding = { readonly role: Role; readonly own: Member | undefined }

const decide = (command: TeamCommand, { role, own }: Deciding, member: Member): Result<TeamDecision, TeamRefusal> => {
  const isSelf = member === own
  switch (command.type) {
    case 'changeRole':
      if (!isAtLeast(role, command.role)) return refuse({ code: 'above-you' })
      if (command.role === 'owner' && !mayOwn(member)) return refuse({ code: 'not-an-owner' })
      return ok({ action: 'roleChanged', changes: [{ type: 'role', member, role: command.role }] })
    case 'deactivate':
      if (isSelf) return refuse({ code: 'yourself' })
      return ok({ action: 'personDeactivated', changes: [{ type: 'active', member, isActive: false }] })
    case 'reactivate':
      return ok({ action: 'personReactivated', changes: [{ type: 'active', member, isActive: true }] })
    case 'remove':
      if (isSelf) return refuse({ code: 'yourself' })
      return ok({ action: 'personRemoved', changes: [{ type: 'removed', member }] })
    case 'leave':
      return ok({ action: 'personRemoved', changes: [{ type: 'removed', member }] })
    case 'transferOwnership':
      if (isSelf) return refuse({ code: 'yourself' })
      if (own?.role !== 'owner' || !mayOwn(member)) return refuse({ code: 'not-an-owner' })
      return ok({
        action: 'ownershipTransferred',
        changes: [
          { type: 'role', member, role: 'owner' },
          { type: 'role', member: own, role: 'admin' },
        ],
      })
    default:
      return unreachable(command)
  }
}

const mayOwn = ({ isService, isActive }: Member) => !isService && isActive

const leavesAnOwner = (team: readonly Member[], changes: readonly TeamChange[]): boolean =>
  changes.reduce(changed, team).some(member => member.role === 'owner' && mayOwn(member))

const changed = (team: readonly Member[], change: TeamChange): readonly Member[] => {
  const others = team.filter(({ personId }) => personId !== change.member.personId)
  switch (change.type) {
    case 'role':
      return [...others, { ...change.member, role: change.role }]
    case 'active':
      return [...others, { ...change.member, isActive: change.isActive }]
    case 'removed':
      return others
    default:
      return unreachable(change)
  }
}
