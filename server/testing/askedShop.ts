import { randomUUID } from 'node:crypto'
import { duckdb } from '../adapters/dataSources/duckdb.ts'
import { createMemoryStore } from '../adapters/memory/investigationStore.ts'
import { createMemorySchemaHistory } from '../adapters/memory/schemaHistory.ts'
import { createMemoryCases } from '../adapters/memory/memoryCases.ts'
import { createMemoryLineage } from '../adapters/memory/lineage.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { advance, dueSteps } from '../app/advance.ts'
import { addOwnHypothesis } from '../app/addOwnHypothesis.ts'
import { change, loadCase } from '../app/change.ts'
import { checkEditedQuery, decideApproval, type Verdict } from '../app/decideApproval.ts'
import { rerunQuery } from '../app/rerunQuery.ts'
import { settleOverdue } from '../app/settleOverdue.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { isPending } from '../core/approval/approvals.ts'
import type { Delegator } from '../core/approval/behalf.ts'
import { neverAsk, type ApprovalPolicy } from '../core/approval/policy.ts'
import type { ApprovalGrants } from '../core/ports/approvalGrants.ts'
import type { InvestigationStore } from '../core/ports/investigationStore.ts'
import type { Step } from '../core/investigation/step.ts'
import type { OwnWish } from '../core/own/ownHypothesis.ts'
import {
  asId,
  type CaseRef,
  type DataSourceId,
  type InvestigationId,
  type PersonId,
  type TenantId,
} from '../core/shared/ids.ts'
import { ok, refuse } from '../core/shared/result.ts'
import { duckdbFile } from './duckdbFile.ts'

const shop = [
  `CREATE SCHEMA hr`,
  `CREATE TABLE hr.staff (name VARCHAR)`,
  `CREATE TABLE orders (order_id BIGINT, ordered_at TIMESTAMP, country VARCHAR, channel VARCHAR, app_version VARCHAR, user_id BIGINT, email VARCHAR)`,
  `INSERT INTO orders SELECT i, TIMESTAMP '2026-05-01' + (i // 300) * INTERVAL 1 DAY + (i % 300) * INTERVAL 280 SECOND,
    ['DE', 'FR', 'GB', 'ES'][1 + (i * 7919 % 11) % 4], ['web', 'app', 'store'][1 + (i * 104729 % 7) % 3], '7.1', CASE WHEN i % 97 = 0 THEN NULL ELSE i END,
    'buyer' || i || '@example.com' FROM range(0, 300 * 45) AS t(i)`,
  `UPDATE orders SET app_version = '7.2' WHERE channel = 'app' AND ordered_at >= '2026-06-12 08:00'`,
  `UPDATE orders SET user_id = NULL WHERE app_version = '7.2' AND order_id % 10 < 8`,
]

export const person = (name: string, role: SignedIn['role'] = 'member'): SignedIn => ({
  tenantId: asId<TenantId>('shop'),
  personId: asId<PersonId>(name.toLowerCase()),
  name,
  role,
  credential: { kind: 'session', id: name },
  key: null,
})

const inMemory = { tenantId: asId<TenantId>('shop'), dataSourceId: asId<DataSourceId>('source') }
const noGrants = { inForce: async () => [] }

/** Where a case is kept, and what it is about; in memory, about the day of the fault, where it is left out. */
type World = {
  readonly place?: { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId }
  readonly store?: InvestigationStore
  readonly grants?: Pick<ApprovalGrants, 'inForce'>
  readonly openedBy?: PersonId
  readonly day?: string
}

/** A shop whose alert is real, or another warehouse whose table `orders` has it, investigated in this process under a policy that the test may change, by a clock that the test moves. */
export const openAskedShop = async (statements = shop) => {
  const file = await duckdbFile(statements)
  const guard = createQueryGuard()
  const bounds = {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 4,
    duckdb: { memoryMb: 256, threads: 1 },
  }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, bounds)
  if (!connected.ok) throw new Error(connected.problem.message)
  const source = connected.value

  const open = async (
    policy: Partial<ApprovalPolicy>,
    { place = inMemory, openedBy = asId<PersonId>('ada'), day = '2026-06-12', grants = noGrants, ...world }: World = {},
  ) => {
    const clock = { at: new Date('2026-06-13T12:00:00Z') }
    const held: { policy: ApprovalPolicy; away: readonly Delegator[] } = {
      policy: { ...neverAsk, ...policy },
      away: [],
    }
    const store = world.store ?? createMemoryStore(createMemoryCases(() => clock.at))
    const policies = { policyOf: async () => held.policy, change: async () => refuse({ code: 'conflict' } as const) }
    const [history, lineage] = [createMemorySchemaHistory(), createMemoryLineage()]
    const delegations = { actsFor: async () => held.away }
    const tools = {
      store,
      guard,
      dataSources: { open: async () => ok(source) },
      policies,
      grants,
      delegations,
      now: () => clock.at,
      newId: () => randomUUID(),
      history,
      lineage,
    }
    const ref: CaseRef = { tenantId: place.tenantId, investigationId: asId<InvestigationId>(randomUUID()) }
    const question = {
      dataSourceId: place.dataSourceId,
      table: { schema: 'main', name: 'orders' },
      metric: { kind: 'nullRate', column: 'user_id' },
      day,
      timeColumn: 'ordered_at',
      timeZone: 'UTC',
      wholeTable: false,
    } as const
    await change(store)(ref, { type: 'OpenInvestigation', question, openedBy })
    const pending = async () =>
      (await loadCase(store, ref)).state.approvals.filter(isPending).map(({ request }) => request)
    return {
      ref,
      store,
      pending,
      /** What the schema was before, and what is made from what, to be filled before it runs. */
      history: tools.history,
      lineage,
      place: { tenantId: ref.tenantId, dataSourceId: question.dataSourceId },
      state: async () => (await loadCase(store, ref)).state,
      setPolicy: (next: Partial<ApprovalPolicy>) => {
        held.policy = { ...neverAsk, ...next }
      },
      /** Who is away by now and has whoever decides decide for them. */
      setAway: (away: readonly Delegator[]) => {
        held.away = away
      },
      later: (hours: number) => {
        clock.at = new Date(clock.at.getTime() + hours * 3_600_000)
      },
      settle: () => settleOverdue(tools)(ref),
      decide: (requestId: string, verdict: Verdict, by = person('Grace')) =>
        decideApproval(tools)({ ref, requestId }, verdict, by),
      check: (requestId: string, sql: string) => checkEditedQuery(tools)({ ref, requestId }, sql),
      suppose: (wish: OwnWish, by = person('Grace')) => addOwnHypothesis(tools)(ref, wish, by),
      rerun: (name: string) => rerunQuery(tools)(ref, name),
      /** Goes on until nothing is due: the case has ended, or waits, or comes to such a step. The names of what waits. */
      async run(until: (step: Step) => boolean = () => false) {
        for (
          let steps = await dueSteps(tools)(ref);
          steps.length > 0 && !steps.some(until);
          steps = await dueSteps(tools)(ref)
        ) {
          for (const step of steps) await advance(tools)(ref, step, new AbortController().signal)
        }
        return (await pending()).map(({ id }) => id)
      },
    }
  }

  return {
    open,
    source,
    async close() {
      await source.close()
      await Promise.all([guard.close(), file.remove()])
    },
  }
}
