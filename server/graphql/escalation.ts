import type { Escalation, EscalationRole } from '../core/approval/escalation.ts'
import { builder } from './builder.ts'
import { InputError } from './errors.ts'
import { NO_UUID, uuidOf } from './globalId.ts'
import { RoleEnum } from './roles.ts'
import { Team } from './teams.ts'

export const EscalationObject = builder.objectRef<Escalation>('ApprovalEscalation').implement({
  description:
    "Who is asked in addition when nobody has decided in a part of a request's time: a team, or all from a role on.",
  fields: t => ({
    afterPercent: t.exposeInt('afterPercent', { description: 'After how much of the time, in per cent.' }),
    team: t.prismaField({
      type: Team,
      nullable: true,
      description: 'The team; null where a role is asked, or the team was removed.',
      resolve: (query, { to }, _args, { readDb }) =>
        readDb.team.findUnique({ ...query, where: { id: to.kind === 'team' ? to.team.teamId : NO_UUID } }),
    }),
    role: t.field({
      type: RoleEnum,
      nullable: true,
      description: 'The lowest role that is asked: ADMIN or OWNER; null where a team is.',
      resolve: ({ to }) => (to.kind === 'role' ? to.role : null),
    }),
  }),
})

export const EscalationInput = builder.inputType('ApprovalEscalationInput', {
  description: 'Who is to be asked in addition; a team or a role.',
  fields: t => ({
    afterPercent: t.int({ required: true, description: 'After how much of the time, in per cent: 10 to 90.' }),
    teamId: t.id({ description: 'The team.' }),
    role: t.field({ type: RoleEnum, description: 'The lowest role: ADMIN or OWNER.' }),
  }),
})

const isEscalationRole = (role: string | null | undefined): role is EscalationRole =>
  role === 'admin' || role === 'owner'

/** What was typed; throws where it names neither a team nor such a role, or both. */
export const escalationOf = ({ afterPercent, teamId, role }: typeof EscalationInput.$inferInput): Escalation => {
  if (typeof teamId === 'string' && !role)
    return {
      afterPercent,
      to: { kind: 'team', team: { teamId: uuidOf('Team', teamId) ?? NO_UUID, name: '', members: [] } },
    }
  if (typeof teamId !== 'string' && isEscalationRole(role)) return { afterPercent, to: { kind: 'role', role } }
  throw new InputError('INVALID_INPUT', 'Name a team, or the role ADMIN or OWNER.', ['policy', 'escalation'])
}
