import { randomUUID } from 'node:crypto'
import { createApprovalPolicies } from '../adapters/postgres/approvalPolicies.ts'
import { createDataSourceRegistry } from '../adapters/postgres/dataSourceRegistry.ts'
import { createDelegations } from '../adapters/postgres/delegations.ts'
import { changePolicy } from '../app/changePolicy.ts'
import { makeDelegation, revokeDelegation } from '../app/delegate.ts'
import { decideApproval } from '../app/decideApproval.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { ApprovalRequest } from '../core/approval/request.ts'
import { neverAsk } from '../core/approval/policy.ts'
import { asId, type CaseRef, type InvestigationId, type PersonId } from '../core/shared/ids.ts'
import { refuse } from '../core/shared/result.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { call, contextAs } from './apiCaller.ts'
import { scanAsked } from './approvalFacts.ts'
import { contextGathered, measured } from './facts.ts'
import { noGuard } from './noGuard.ts'
import { startStoreProcess } from './storeProcess.ts'
import { question, seedPerson, seedTenant } from './tenantSeed.ts'
import { testIdentity } from './testIdentity.ts'
import { viewDatabase } from './viewDatabase.ts'

const now = () => new Date()

/** So many hours from now, ISO 8601. */
export const inHours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()

const DECIDE = `mutation($input: ApprovalDecideInput!) { approvalDecide(input: $input) {
  __typename ... on UserError { code message } ... on ApprovalDecidePayload { approval { state decision { byName forName } } } } }`

/** A tenant with people, teams and requests over the real store, spoken to by the API. */
export const openApprovalScene = async () => {
  const views = await viewDatabase()
  const stored = await startStoreProcess(views.url)
  const identity = testIdentity({ db: views.db })
  const ours = await seedTenant(views.db, 'Ours')
  // The case seeded has a number already.
  await views.db.tenant.updateMany({ data: { nextNumber: 100 } })
  const delegations = createDelegations({ db: views.db, audit: identity.audit, now })
  const policies = createApprovalPolicies({ db: views.db, audit: identity.audit, now })
  const dataSources = {
    open: async () =>
      refuse({ code: 'unreachable', message: 'The data source does not answer.', retryable: true } as const),
  }
  const app = {
    decideApproval: decideApproval({
      store: stored.store,
      guard: noGuard,
      policies,
      delegations,
      dataSources,
      now,
      newId: () => randomUUID(),
    }),
    delegation: {
      make: makeDelegation({ delegations, team: identity.team, now }),
      revoke: revokeDelegation({ delegations }),
    },
    changePolicy: changePolicy({
      policies,
      registry: createDataSourceRegistry(views.db, work => views.db.$transaction(work)),
    }),
  }
  const ask = async (by: SignedIn, query: string, variables: object) =>
    JSON.parse(JSON.stringify(await call(contextAs({ db: views.db, app }, by), query, { ...variables })))
  const teamOf = async (name: string, ...people: readonly SignedIn[]) => {
    const members = { create: people.map(({ personId }) => ({ tenantId: ours.tenantId, personId })) }
    return views.db.team.create({ data: { tenantId: ours.tenantId, name: `${name} ${randomUUID()}`, members } })
  }
  return {
    db: views.db,
    store: stored.store,
    url: views.url,
    ours,
    ask,
    teamOf,
    decide: async (by: SignedIn, input: object) => (await ask(by, DECIDE, { input })).data.approvalDecide,
    async arrive(name: string, role: SignedIn['role'] = 'member', { tenantId } = ours): Promise<SignedIn> {
      const { id } = await seedPerson(views.db, {
        tenantId,
        name,
        role,
        email: `${name}${randomUUID()}@example.com`,
        passwordHash: null,
      })
      return {
        tenantId,
        personId: asId<PersonId>(id),
        name,
        role,
        credential: { kind: 'session', id: name },
        key: null,
      }
    },
    /** A case in which a query waits. */
    async openCase(asking: Partial<ApprovalRequest>) {
      const ref: CaseRef = { tenantId: ours.tenantId, investigationId: asId<InvestigationId>(randomUUID()) }
      const rest = { ref, steps: [], answers: [], hypotheses: [] }
      await stored.store.append({
        ...rest,
        expectedVersion: 0,
        events: [{ type: 'InvestigationOpened', data: { question: question(ours.dataSourceId), openedBy: null } }],
      })
      const request = { ...scanAsked('hours'), deadline: inHours(5), ...asking }
      await stored.store.append({
        ...rest,
        expectedVersion: 1,
        events: [contextGathered, ...measured, { type: 'ApprovalRequested', data: { request } }],
      })
      return { ref, approvalId: printGlobalId('ApprovalRequest', `${ref.investigationId}:query:hours`) }
    },
    /** Lets a team of these people alone decide; its id. */
    async stewards(...people: readonly SignedIn[]) {
      const team = await teamOf('Stewards', ...people)
      const policy = JSON.parse(JSON.stringify({ ...neverAsk, queries: 'ask', approvers: { teamId: team.id } }))
      await views.db.approvalPolicy.deleteMany({ where: { tenantId: ours.tenantId } })
      await views.db.approvalPolicy.create({
        data: { tenantId: ours.tenantId, scope: ours.dataSourceId, policy, version: 1, changedAt: now() },
      })
      return team.id
    },
    noticesOf: async ({ personId }: SignedIn) =>
      (await views.db.notice.findMany({ where: { personId }, orderBy: { createdAt: 'asc' } })).map(({ text }) => text),
    async close() {
      await stored.close()
      await views.drop()
    },
  }
}
