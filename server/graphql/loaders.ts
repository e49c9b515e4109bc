import DataLoader from 'dataloader'
import type { QueryView, HypothesisView } from '../../prisma/generated/client.ts'
import { roleOf } from '../core/access/role.ts'
import type { Approvers } from '../core/approval/approvers.ts'
import type { Delegator } from '../core/approval/behalf.ts'
import { neverAsk, type ApprovalPolicy } from '../core/approval/policy.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import type { Metric } from '../core/metric/metric.ts'
import type { ReadDb } from './readDb.ts'
import { storedPolicy, storedQuestion } from './stored.ts'

type QueryKey = { readonly investigationId: string; readonly queryId: string }
type HypothesisKey = { readonly investigationId: string; readonly kind: string }

export type Loaders = {
  /** One query of a case; null where it is not recorded (yet). */
  readonly query: DataLoader<QueryKey, QueryView | null>
  readonly hypothesis: DataLoader<HypothesisKey, HypothesisView | null>
  /** The metric that a case (by its id) is about. */
  readonly metric: DataLoader<string, Metric>
  /** The approval policy that holds for a data source (by its id). */
  readonly policy: DataLoader<string, ApprovalPolicy>
  /** Who is away now and has this person (by their id) decide for them. */
  readonly away: DataLoader<string, readonly Delegator[]>
}

// Nothing is remembered: a subscription lives long, and each of its events must see the case as it is then.
const options = { cache: false }

const same = (a: object, b: object) => JSON.stringify(Object.entries(a)) === JSON.stringify(Object.entries(b))

/** Asked for many at once, each kind costs one statement. */
export const createLoaders = (readDb: ReadDb): Loaders => ({
  query: new DataLoader(async keys => {
    const rows = await readDb.queryView.findMany({
      where: { OR: keys.map(({ investigationId, queryId }) => ({ investigationId, queryId })) },
    })
    return keys.map(key => rows.find(({ investigationId, queryId }) => same(key, { investigationId, queryId })) ?? null)
  }, options),
  hypothesis: new DataLoader(async keys => {
    const rows = await readDb.hypothesisView.findMany({
      where: { OR: keys.map(({ investigationId, kind }) => ({ investigationId, kind })) },
    })
    return keys.map(key => rows.find(({ investigationId, kind }) => same(key, { investigationId, kind })) ?? null)
  }, options),
  policy: new DataLoader(async ids => {
    // A tenant has one policy per data source at most: all of them are few.
    const [rows, teams] = await Promise.all([
      readDb.approvalPolicy.findMany(),
      readDb.team.findMany({ select: { id: true, name: true, members: { select: { personId: true } } } }),
    ])
    return ids.map(id => {
      const found = rows.find(({ scope }) => scope === id) ?? rows.find(({ scope, tenantId }) => scope === tenantId)
      return found ? withTeams(storedPolicy(found.policy), teams) : neverAsk
    })
  }, options),
  away: new DataLoader(async ids => {
    const now = new Date()
    const rows = await readDb.delegation.findMany({
      where: {
        delegateId: { in: [...ids] },
        revokedAt: null,
        fromAt: { lte: now },
        untilAt: { gt: now },
        person: { deactivatedAt: null },
      },
      orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
      select: { delegateId: true, person: { select: { id: true, name: true, role: true } } },
    })
    return ids.map(id =>
      rows
        .filter(({ delegateId }) => delegateId === id)
        .map(({ person }) => ({ personId: asId<PersonId>(person.id), name: person.name, role: roleOf(person.role) })),
    )
  }, options),
  // A question never changes: this one may be remembered.
  metric: new DataLoader(async ids => {
    const rows = await readDb.investigationView.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, question: true },
    })
    return ids.map(id => metricOf(rows.find(row => row.id === id)))
  }),
})

type TeamRow = {
  readonly id: string
  readonly name: string
  readonly members: readonly { readonly personId: string }[]
}

/** A policy with who is in its teams now. */
const withTeams = (policy: ApprovalPolicy, teams: readonly TeamRow[]): ApprovalPolicy => {
  const now = ({ teamId }: Pick<Approvers, 'teamId'>): Approvers => {
    const team = teams.find(({ id }) => id === teamId)
    return {
      teamId,
      name: team?.name ?? 'which was removed',
      members: team?.members.map(({ personId }) => asId<PersonId>(personId)) ?? [],
    }
  }
  const { approvers, escalation } = policy
  const to =
    escalation?.to.kind === 'team' ? ({ kind: 'team', team: now(escalation.to.team) } as const) : escalation?.to
  return {
    ...policy,
    approvers: approvers && now(approvers),
    escalation: escalation && to ? { ...escalation, to } : null,
  }
}

const metricOf = (row: { readonly question: unknown } | undefined) =>
  row === undefined ? new Error('A fact without its case') : storedQuestion(row.question).metric
