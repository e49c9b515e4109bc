// Every way into another tenant's data, each with its control: the owner gets in by the same way.
import { parse, subscribe } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaseRef } from '../core/shared/ids.ts'
import { ok, refuse } from '../core/shared/result.ts'
import { call, contextOf } from '../testing/apiCaller.ts'
import { seedApproval, seedGrant } from '../testing/seedApproval.ts'
import { seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'
import { bindReadDb } from './readDb.ts'
import { nodeTypes } from './relay.ts'
import { schema } from './schema.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let owner: SeededTenant
let stranger: SeededTenant
let grantId: string
let said: { readonly comment: string; readonly notice: string }

/** A comment on the owner's case, and what they were told of it. */
const seedWords = async ({ tenantId, investigationId, personId }: SeededTenant) => {
  const about = { tenantId, investigationId, createdAt: new Date() }
  const comment = await views.db.comment.create({
    data: { ...about, subjectKind: 'case', subjectId: '', authorId: personId, authorName: 'Ada', body: 'Seen.' },
  })
  const notice = await views.db.notice.create({ data: { ...about, personId, text: 'You were mentioned.' } })
  return { comment: comment.id, notice: notice.id }
}

beforeAll(async () => {
  views = await viewDatabase()
  owner = await seedTenant(views.db, 'Owner')
  stranger = await seedTenant(views.db, 'Stranger')
  await seedApproval(views.db, owner)
  grantId = await seedGrant(views.db, owner)
  said = await seedWords(owner)
})
afterAll(() => views.drop())

const idOf = (typename: string): string => {
  const { investigationId, tenantId, personId, dataSourceId } = owner
  const ids: Readonly<Record<string, string>> = {
    Tenant: tenantId,
    Person: personId,
    DataSource: dataSourceId,
    Investigation: investigationId,
    Hypothesis: `${investigationId}:nullFromRelease`,
    RanQuery: `${investigationId}:segments`,
    InvestigationEvent: `${investigationId}:1`,
    ApprovalRequest: `${investigationId}:context`,
    ApprovalGrant: grantId,
    Comment: said.comment,
    Notice: said.notice,
  }
  return printGlobalId(typename, ids[typename] ?? '')
}

test.each(nodeTypes)('a %s is there for its owner, and not for a stranger or for nobody', async typename => {
  const query = 'query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }'
  const read = async (tenant: SeededTenant | null) => call(contextOf(views, tenant), query, { id: idOf(typename) })
  expect((await read(owner)).data).toEqual({ node: { id: idOf(typename) }, nodes: [{ id: idOf(typename) }] })
  expect((await read(stranger)).data).toEqual({ node: null, nodes: [null] })
  const { data, errors } = await read(null)
  expect(data).toBeNull()
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test("lists hold the own tenant's things only, filters by a foreign id find nothing", async () => {
  const query = `query($id: ID!) { investigations { totalCount edges { node { id } } } dataSources { totalCount edges { node { id } } }
    filtered: investigations(filter: { dataSourceId: $id }) { totalCount } viewer { person { id } tenant { id } } }`
  const { data } = await call(contextOf(views, stranger), query, { id: idOf('DataSource') })
  const own = (typename: string, id: string) => ({
    totalCount: 1,
    edges: [{ node: { id: printGlobalId(typename, id) } }],
  })
  expect(data).toEqual({
    investigations: own('Investigation', stranger.investigationId),
    dataSources: own('DataSource', stranger.dataSourceId),
    filtered: { totalCount: 0 },
    viewer: {
      person: { id: printGlobalId('Person', stranger.personId) },
      tenant: { id: printGlobalId('Tenant', stranger.tenantId) },
    },
  })
  const { data: owned } = await call(contextOf(views, owner), query, { id: idOf('DataSource') })
  expect(owned).toMatchObject({ filtered: { totalCount: 1 } })
})

test("no condition of a field takes the place of the tenant's own", async () => {
  const seen = (where: object) =>
    bindReadDb(views.db, stranger.tenantId).investigationView.findMany({ where, select: { id: true } })
  const own = [{ id: stranger.investigationId }]
  expect([
    await seen({ AND: [] }),
    await seen({ AND: { status: { not: 'failed' } } }),
    await seen({ OR: [{ tenantId: owner.tenantId }, { tenantId: stranger.tenantId }] }),
  ]).toEqual([own, own, own])
  expect(await seen({ tenantId: owner.tenantId })).toEqual([])
})

test('a foreign cursor opens no foreign page', async () => {
  const query = 'query($after: String) { investigations(first: 5, after: $after) { edges { cursor node { id } } } }'
  const { data } = await call(contextOf(views, owner), query)
  const {
    investigations: { edges },
  } = JSON.parse(JSON.stringify(data)) as { investigations: { edges: { cursor: string }[] } }
  const { data: foreign } = await call(contextOf(views, stranger), query, { after: edges[0]?.cursor })
  expect(JSON.stringify(foreign)).not.toContain(idOf('Investigation'))
})

test('mutations hand the tenant of the session to the app, whatever id they are given', async () => {
  const asked: CaseRef[] = []
  const cancelInvestigation = async (ref: CaseRef) => {
    asked.push(ref)
    return ref.tenantId === owner.tenantId ? ok(null) : refuse({ code: 'not-found' } as const)
  }
  const query = `mutation($id: ID!) { investigationCancel(input: { investigationId: $id }) {
    __typename ... on InputError { code path } ... on InvestigationCancelPayload { investigation { id } } } }`
  const cancel = async (tenant: SeededTenant) =>
    call(contextOf({ db: views.db, app: { cancelInvestigation } }, tenant), query, { id: idOf('Investigation') })
  expect((await cancel(stranger)).data).toEqual({
    investigationCancel: { __typename: 'InputError', code: 'NOT_FOUND', path: ['investigationId'] },
  })
  expect((await cancel(owner)).data).toEqual({
    investigationCancel: { __typename: 'InvestigationCancelPayload', investigation: { id: idOf('Investigation') } },
  })
  expect(asked.map(({ tenantId }) => tenantId)).toEqual([stranger.tenantId, owner.tenantId])
})

test('the tables of a foreign data source cannot be reached', async () => {
  const query = 'query($id: ID!) { node(id: $id) { ... on DataSource { name tables { name } } } }'
  const listTables = async () => ok([{ name: { schema: 'main', name: 'orders' }, isView: false, rowEstimate: 1 }])
  const read = async (tenant: SeededTenant) =>
    call(contextOf({ db: views.db, app: { listTables } }, tenant), query, { id: idOf('DataSource') })
  expect((await read(stranger)).data).toEqual({ node: null })
  expect((await read(owner)).data).toEqual({ node: { name: 'Shop', tables: [{ name: 'orders' }] } })
})

test('live events of a foreign, an unknown and a malformed case are the same NOT_FOUND', async () => {
  const document = parse('subscription($id: ID!) { investigationEvents(investigationId: $id) { sequence } }')
  const follow = async (tenant: SeededTenant | null, id: string) =>
    subscribe({
      schema,
      document,
      contextValue: contextOf(views, tenant),
      variableValues: { id },
    })
  const answers = [
    await follow(stranger, idOf('Investigation')),
    await follow(owner, printGlobalId('Investigation', '00000000-0000-0000-0000-000000000001')),
    await follow(owner, 'nonsense'),
    await follow(owner, idOf('DataSource')),
  ]
  for (const answer of answers) {
    expect(JSON.parse(JSON.stringify(answer))).toMatchObject({
      errors: [{ message: 'There is no such investigation.', extensions: { code: 'NOT_FOUND' } }],
    })
  }
  expect(JSON.stringify(await follow(null, idOf('Investigation')))).toContain('UNAUTHENTICATED')
})
