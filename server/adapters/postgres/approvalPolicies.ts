import { z } from 'zod'
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { Approvers } from '../../core/approval/approvers.ts'
import type { Escalation, EscalationRole } from '../../core/approval/escalation.ts'
import { neverAsk, type ApprovalPolicy } from '../../core/approval/policy.ts'
import type { ApprovalPolicies, PolicyChange } from '../../core/ports/approvalPolicies.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

const tier = z.enum(['run', 'ask', 'never'])

const shape = z.object({
  context: z.enum(['always', 'sensitive', 'never']),
  isSensitive: z.boolean(),
  sensitiveColumns: z.array(z.string()),
  queries: tier,
  rules: z.array(
    z.object({
      tier,
      when: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('table'), table: z.object({ schema: z.string(), name: z.string() }) }),
        z.object({ kind: z.literal('sensitiveColumn') }),
        z.object({ kind: z.literal('rows'), above: z.number() }),
        z.object({ kind: z.literal('bytes'), above: z.number() }),
        z.object({ kind: z.literal('cost'), above: z.string() }),
        z.object({ kind: z.literal('author'), author: z.enum(['analyst', 'model', 'person']) }),
      ]),
    }),
  ),
  hours: z.number(),
  onDeadline: z.enum(['approved', 'rejected']),
  noSelfApproval: z.boolean(),
  approvers: z.object({ teamId: z.string() }).nullable().default(null),
  escalation: z
    .object({
      afterPercent: z.number(),
      to: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('team'), team: z.object({ teamId: z.string() }) }),
        z.object({ kind: z.literal('role'), role: z.enum(['admin', 'owner']) }),
      ]),
    })
    .nullable()
    .default(null),
  // Policies of before this could be said.
  quorum: z.literal([1, 2]).default(1),
}) satisfies z.ZodType<StoredPolicy>

/** Who is in a team is looked up each time. */
type StoredPolicy = Omit<ApprovalPolicy, 'approvers' | 'escalation'> & {
  readonly approvers: StoredTeam | null
  readonly escalation: StoredEscalation | null
}
type StoredTeam = { readonly teamId: string }
type StoredEscalation = Pick<Escalation, 'afterPercent'> & {
  readonly to:
    { readonly kind: 'team'; readonly team: StoredTeam } | { readonly kind: 'role'; readonly role: EscalationRole }
}

type Options = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

const scopeOf = ({ tenantId, dataSourceId }: Pick<PolicyChange, 'tenantId' | 'dataSourceId'>) => ({
  tenantId,
  scope: dataSourceId ?? tenantId,
})

/** Policies in PostgreSQL. A policy that this program cannot read stops the step rather than letting it run unasked. */
export const createApprovalPolicies = ({ db, audit, now }: Options): ApprovalPolicies => ({
  async policyOf(tenantId, dataSourceId) {
    const rows = await db.approvalPolicy.findMany({ where: { tenantId, scope: { in: [dataSourceId, tenantId] } } })
    const found = rows.find(({ scope }) => scope === dataSourceId) ?? rows.find(({ scope }) => scope === tenantId)
    if (!found) return neverAsk
    const policy = shape.parse(found.policy)
    const teamOf = ({ teamId }: StoredTeam) => approversOf(db, tenantId, teamId)
    return {
      ...policy,
      approvers: policy.approvers && (await teamOf(policy.approvers)),
      escalation: policy.escalation && (await escalationOf(policy.escalation, teamOf)),
    }
  },
  change: change =>
    db.$transaction(async tx => {
      const { tenantId, dataSourceId, name, policy } = change
      for (const [field, teamId] of teamsNamed(policy)) {
        if ((await tx.team.count({ where: { tenantId, id: teamId } })) === 0)
          return refuse({ code: 'unknown-team', field })
      }
      const saved = await save(tx, change, now())
      if (!saved) return refuse({ code: 'conflict' })
      const subject = { kind: dataSourceId === null ? 'tenant' : 'dataSource', id: dataSourceId ?? tenantId, name }
      await audit.add(tx, { tenantId, action: 'approvalPolicyChanged', subject, before: saved.before, after: policy })
      return ok({ policy: policy ?? neverAsk, version: policy === null ? 0 : change.expectedVersion + 1 })
    }),
})

const teamsNamed = (policy: ApprovalPolicy | null) => {
  const to = policy?.escalation?.to
  return [
    ...(policy?.approvers ? [['approvers', policy.approvers.teamId] as const] : []),
    ...(to?.kind === 'team' ? [['escalation', to.team.teamId] as const] : []),
  ]
}

const escalationOf = async (
  { afterPercent, to }: StoredEscalation,
  teamOf: (team: StoredTeam) => Promise<Approvers>,
): Promise<Escalation> => ({
  afterPercent,
  to: to.kind === 'team' ? { kind: 'team', team: await teamOf(to.team) } : to,
})

/** A team that is gone has nobody in it. */
const approversOf = async (db: PrismaClient, tenantId: TenantId, teamId: string): Promise<Approvers> => {
  const team = await db.team.findFirst({
    where: { id: teamId, tenantId },
    select: { name: true, members: { select: { personId: true } } },
  })
  return {
    teamId,
    name: team?.name ?? 'which was removed',
    members: team?.members.map(({ personId }) => asId<PersonId>(personId)) ?? [],
  }
}

/** The policy as it was, or null where it is no longer at the expected version. */
const save = async (tx: Prisma.TransactionClient, change: PolicyChange, changedAt: Date) => {
  const { expectedVersion, policy } = change
  const key = scopeOf(change)
  const before = await tx.approvalPolicy.findUnique({ where: { tenantId_scope: key } })
  const where = { ...key, version: expectedVersion }
  if (policy === null)
    return (await tx.approvalPolicy.deleteMany({ where })).count === 1 ? { before: shape.parse(before?.policy) } : null
  const stored = shape.parse(policy)
  const data = { policy: z.json().parse(stored) ?? {}, changedAt }
  if (expectedVersion > 0) {
    const { count } = await tx.approvalPolicy.updateMany({ where, data: { ...data, version: expectedVersion + 1 } })
    return count === 1 && before ? { before: shape.parse(before.policy) } : null
  }
  const { count } = await tx.approvalPolicy.createMany({
    data: [{ ...key, ...data, version: 1 }],
    skipDuplicates: true,
  })
  return count === 1 ? { before: null } : null
}
