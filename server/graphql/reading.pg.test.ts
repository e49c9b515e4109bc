import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, contextOf } from '../testing/apiCaller.ts'
import { seedCase, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let ours: SeededTenant

beforeAll(async () => {
  views = await viewDatabase()
  ours = await seedTenant(views.db, 'Ours')
  for (const number of [2, 3, 4, 5]) await seedCase(views.db, ours, number)
})
afterAll(() => views.drop())

const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}) =>
  call(contextOf(views, ours), query, variables)

const LIST = `query List($first: Int, $after: String, $last: Int, $before: String, $filter: InvestigationFilter, $orderBy: InvestigationOrder) {
  investigations(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { node {
      id number title status availableActions startedAt dataSource { name kind } question { table metric { label unit } } finding { conclusion }
    } }
  }
}`

const CASE = `query Case($id: ID!) { node(id: $id) { ... on Investigation {
  number version status dataSource { name } question { schema table day metric { kind columns label unit } } failure { reason }
  anomaly { observed direction shape onset { at precision } series { at value } }
  hypotheses { kind label verdict word probability predictions { claim ifTrue ifFalse strength evidence { observed favours text queries { name } } } }
  queries { name status rowCount truncated preview { columns rows } }
  finding {
    conclusion cause { kind } whatIsGoingOn { text queries { name } } whatCausedIt { text queries { name sql } } segments { text } confidence { word }
  }
  events(first: 3) { totalCount pageInfo { hasNextPage } edges { node { sequence type headline hypothesis { kind } query { name } } } }
} } }`

test('a case that is for no team says so', async () => {
  const { data, errors } = await ask('query($id: ID!) { node(id: $id) { ... on Investigation { team { name } } } }', {
    id: printGlobalId('Investigation', ours.investigationId),
  })
  expect({ data, errors }).toEqual({ data: { node: { team: null } }, errors: undefined })
})

type Page = {
  readonly totalCount: number
  readonly pageInfo: { readonly startCursor: string; readonly endCursor: string; readonly hasNextPage: boolean }
}

const page = async (variables: Readonly<Record<string, unknown>>) => {
  const { data, errors } = await ask(LIST, variables)
  expect(errors).toBeUndefined()
  const { investigations } = JSON.parse(JSON.stringify(data)) as {
    investigations: Page & { edges: { node: { number: number } }[] }
  }
  return { ...investigations, numbers: investigations.edges.map(({ node }) => node.number) }
}

test('the list page costs two statements, one of them the count, however many cases it shows', async () => {
  const { answer, statements } = await views.counting(() => ask(LIST, { first: 5 }))
  expect(answer.errors).toBeUndefined()
  expect(statements.map(statement => statement.slice(0, 12))).toEqual(['SELECT "t0".', 'SELECT COUNT'])
})

test('the page of a case costs six statements, with all its evidence', async () => {
  const { answer, statements } = await views.counting(() =>
    ask(CASE, { id: printGlobalId('Investigation', ours.investigationId) }),
  )
  expect(answer.errors).toBeUndefined()
  expect(answer.data).toMatchSnapshot()
  expect(statements).toHaveLength(6)
})

test('investigations come newest first, and pages meet without gap or double in both directions', async () => {
  const first = await page({ first: 2 })
  expect(first.numbers).toEqual([5, 4])
  expect(first.totalCount).toBe(5)
  const second = await page({ first: 2, after: first.pageInfo.endCursor })
  const third = await page({ first: 2, after: second.pageInfo.endCursor })
  expect([second.numbers, third.numbers, third.pageInfo.hasNextPage]).toEqual([[3, 2], [1], false])
  const back = await page({ last: 2, before: third.pageInfo.startCursor })
  expect(back.numbers).toEqual([3, 2])
})

test('investigations can be ordered and filtered', async () => {
  expect((await page({ orderBy: { field: 'NUMBER', direction: 'ASC' } })).numbers).toEqual([1, 2, 3, 4, 5])
  expect((await page({ filter: { search: 'inv-3' } })).numbers).toEqual([3])
  expect((await page({ filter: { search: 'USER_ID 4' } })).numbers).toEqual([4])
  expect((await page({ filter: { search: '%' } })).numbers).toEqual([])
  expect((await page({ filter: { status: ['RUNNING'] } })).numbers).toEqual([])
  expect((await page({ filter: { conclusion: ['CAUSE_FOUND'], status: ['CONCLUDED'] }, first: 1 })).totalCount).toBe(5)
  expect((await page({ filter: { dataSourceId: printGlobalId('DataSource', ours.dataSourceId) } })).totalCount).toBe(5)
  expect((await page({ filter: { dataSourceId: 'nonsense' } })).totalCount).toBe(0)
})

test.each([
  ['a page over 100', { first: 101 }],
  ['an empty page', { first: 0 }],
  ['both ends at once', { first: 1, last: 1 }],
  ['a cursor that is none', { first: 1, after: 'nonsense' }],
])('%s is refused by name', async (_name, variables) => {
  const { errors } = await ask(LIST, variables)
  expect(errors).toHaveLength(1)
  expect(errors?.[0]?.message).not.toMatch(/prisma|select/i)
})

test('events page both ways by the cursor of the subscription', async () => {
  const query = `query($id: ID!, $after: String, $before: String, $first: Int, $last: Int) { node(id: $id) { ... on Investigation {
    events(after: $after, before: $before, first: $first, last: $last) { pageInfo { hasNextPage } edges { cursor node { cursor sequence } } } } } }`
  const read = async (variables: object) => {
    const { data } = await ask(query, { id: printGlobalId('Investigation', ours.investigationId), ...variables })
    return JSON.parse(JSON.stringify(data)) as {
      node: { events: { pageInfo: object; edges: { cursor: string; node: { cursor: string; sequence: number } }[] } }
    }
  }
  const {
    node: { events },
  } = await read({ first: 4 })
  expect(events.edges.map(({ node }) => node.sequence)).toEqual([1, 2, 3, 4])
  expect(events.edges.every(({ cursor, node }) => cursor === node.cursor)).toBe(true)
  const after = events.edges[3]?.cursor
  expect((await read({ after })).node.events.edges.map(({ node }) => node.sequence)).toEqual([5, 6, 7])
  expect((await read({ last: 2, before: after })).node.events.edges.map(({ node }) => node.sequence)).toEqual([2, 3])
})

test('nodes come in the order asked for, with null for what is not there', async () => {
  const { investigationId } = ours
  const ids = [
    printGlobalId('Hypothesis', `${investigationId}:nullFromRelease`),
    'nonsense',
    printGlobalId('Investigation', investigationId),
    printGlobalId('Investigation', '00000000-0000-0000-0000-000000000001'),
    printGlobalId('Investigation', 'nonsense'),
    printGlobalId('Viewer', '1'),
    printGlobalId('InvestigationEvent', `${investigationId}:7`),
    printGlobalId('RanQuery', `${investigationId}:segments`),
    printGlobalId('Tenant', ours.tenantId),
    printGlobalId('Person', ours.personId),
    printGlobalId('DataSource', ours.dataSourceId),
    printGlobalId('RanQuery', investigationId),
  ]
  const { data, errors } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids })
  expect(errors).toBeUndefined()
  const names = [
    'Hypothesis',
    null,
    'Investigation',
    null,
    null,
    null,
    'InvestigationEvent',
    'RanQuery',
    'Tenant',
    'Person',
    'DataSource',
    null,
  ]
  expect(data).toEqual({
    nodes: names.map((__typename, index) => (__typename === null ? null : { __typename, id: ids[index] })),
  })
})

test('more nodes than a page are refused', async () => {
  const { errors } = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: Array.from({ length: 101 }, () => 'x'),
  })
  expect(errors?.[0]?.extensions.code).toBe('INVALID_INPUT')
})

test('a data source that is down gives null and an error with its code, and the rest of the page stays', async () => {
  const { data, errors } = await ask(
    '{ dataSources { totalCount edges { node { name readOnly tables { name } } } } investigations(first: 1) { totalCount } }',
  )
  expect(data).toEqual({
    dataSources: { totalCount: 1, edges: [{ node: { name: 'Shop', readOnly: null, tables: null } }] },
    investigations: { totalCount: 5 },
  })
  expect(errors?.map(({ extensions, path }) => [extensions.code, path])).toEqual([
    ['DATA_SOURCE_UNREACHABLE', ['dataSources', 'edges', 0, 'node', 'tables']],
  ])
})

test('reads of the database never write and never leave the tenant', async () => {
  const { readDb } = contextOf(views, ours)
  await expect(readDb.person.updateMany({ data: { name: 'Eve' } })).rejects.toThrow('GraphQL may not updateMany Person')
  await expect(readDb.person.deleteMany()).rejects.toThrow('GraphQL may not deleteMany Person')
  expect(await readDb.person.count()).toBe(1)
})
