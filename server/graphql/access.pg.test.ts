// Every operation as everybody: the table beside this file is what a person reviews; a change of who may do what is a change of that table.
import { parse, subscribe, type GraphQLField } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningTest } from '../app/testDataSource.ts'
import type { Permission } from '../core/access/permission.ts'
import { ROLES, type Role } from '../core/access/role.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { fine } from '../core/ports/testStep.ts'
import { neverAsk } from '../core/approval/policy.ts'
import { untouched } from '../core/caseFile/caseFile.ts'
import { DEFAULT_PRIVACY } from '../core/privacy/privacy.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { ok, refuse } from '../core/shared/result.ts'
import { identityApp } from '../main/identityApp.ts'
import type { Identity } from '../main/openIdentity.ts'
import { callOf, type Ids } from '../testing/anyCall.ts'
import { call, contextAs } from '../testing/apiCaller.ts'
import { testIdentity } from '../testing/testIdentity.ts'
import { seedApproval, seedGrant } from '../testing/seedApproval.ts'
import { seedPerson, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import type { App } from './app.ts'
import { printGlobalId } from './globalId.ts'
import { nodeTypes } from './relay.ts'
import { nodeRules, rules } from './rules.ts'
import { schema } from './schema.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let identity: Identity
let ours: SeededTenant
let theirs: SeededTenant
let grantId: string
beforeAll(async () => {
  views = await viewDatabase()
  identity = testIdentity({ db: views.db })
  ours = await seedTenant(views.db, 'Ours')
  theirs = await seedTenant(views.db, 'Theirs')
  await seedApproval(views.db, ours)
  grantId = await seedGrant(views.db, ours)
})
afterAll(() => views.drop())

type Caller = { readonly tenant: () => SeededTenant; readonly role: Role; readonly scopes?: readonly Permission[] }

const callers: Readonly<Record<string, Caller | null>> = {
  nobody: null,
  ...Object.fromEntries(ROLES.map(role => [role, { tenant: () => ours, role }])),
  'reading key': { tenant: () => ours, role: 'owner', scopes: ['investigations:read'] },
  "other tenant's owner": { tenant: () => theirs, role: 'owner' },
}

let count = 0
const person = ({ tenantId }: SeededTenant, role: Role) =>
  seedPerson(views.db, { tenantId, role, name: 'Eve', email: `eve${(count += 1)}@example.com`, passwordHash: null })

/** Somebody new of this kind, signed in. */
const arrive = async ({ tenant, role, scopes }: Caller): Promise<SignedIn> => {
  const { id } = await person(tenant(), role)
  const { signedIn } = await identity.sessions.open({ tenantId: tenant().tenantId, personId: asId<PersonId>(id) })
  return scopes === undefined
    ? signedIn
    : { ...signedIn, credential: { kind: 'key', id }, key: { name: 'key', scopes } }
}

/** New things of our tenant to be done something to: a viewer, their key, an invitation, a session; the key and the session are the caller's own where they are ours. */
const targets = async (caller: SignedIn | null): Promise<Ids> => {
  const { tenantId } = ours
  const isOurs = caller?.tenantId === tenantId
  const { id } = await person(ours, 'viewer')
  const owner = { personId: isOurs ? caller.personId : asId<PersonId>(id), isService: false, name: 'Eve' }
  const expiresAt = new Date(Date.now() + 3_600_000)
  const key = await identity.apiKeys.make({
    tenantId,
    owner,
    name: 'key',
    scopes: ['investigations:read'],
    allowedFrom: [],
    expiresAt,
  })
  const invited = await identity.invitations.make(
    { tenantId, email: `new${count}@example.com`, role: 'viewer', invitedBy: 'Ada', expiresAt },
    () => [],
  )
  const { signedIn } = await identity.sessions.open({ tenantId, personId: owner.personId })
  const team = await identity.teams.make(tenantId, { name: `Team ${count}`, externalId: null, members: [] })
  const investigation = printGlobalId('Investigation', ours.investigationId)
  return {
    id: investigation,
    ids: investigation,
    investigationId: investigation,
    dataSourceId: printGlobalId('DataSource', ours.dataSourceId),
    teamId: printGlobalId('Team', team.ok ? team.value : ''),
    personIds: printGlobalId('Person', id),
    personId: printGlobalId('Person', id),
    apiKeyId: printGlobalId('ApiKey', key.id),
    tenantId: printGlobalId('Tenant', tenantId),
    invitationId: printGlobalId('Invitation', invited.ok ? invited.value.id : ''),
    sessionId: printGlobalId('BrowserSession', signedIn.credential.id),
    callId: ours.investigationId,
    hypothesisId: 'own1',
    commentId: printGlobalId('Comment', commentId),
    approvalId: printGlobalId('ApprovalRequest', `${ours.investigationId}:context`),
    grantId: printGlobalId('ApprovalGrant', grantId),
    delegateId: printGlobalId('Person', id),
    delegationId: printGlobalId('Delegation', grantId),
  }
}

const commentId = '00000000-0000-4000-8000-000000000001'
const modelSettings = { enabled: true, keyHint: null, reasonModel: null, labelModel: null, sharing: {}, version: 0 }
const noSource = {
  code: 'data-source-problem',
  problem: { code: 'not-found', message: 'There is no such data source.', retryable: false },
} as const
const noRows = { columns: [], rows: [], truncated: false, elapsedMs: 1 }
const noProfile = {
  column: { name: 'id', nativeType: 'INTEGER', kind: 'integer', nullable: false, distinctEstimate: null },
  extent: { rows: 0, filled: 0, distinct: 0, least: null, most: null },
  top: [],
  bins: [],
  isMasked: false,
  isCut: false,
} as const

/** The real thing about people; of the rest, what the app says to a tenant that has no such thing. */
async function* noSteps(): RunningTest {
  yield { name: 'dns', ...fine('There.'), elapsedMs: 1 } as const
}

const app = (): Partial<App> => ({
  ...identityApp(identity),
  cancelInvestigation: async ({ tenantId }) => (tenantId === ours.tenantId ? ok(null) : refuse({ code: 'not-found' })),
  steerInvestigation: async ({ tenantId }) =>
    tenantId === ours.tenantId
      ? ok(null)
      : refuse({ code: 'not-found', message: 'There is no such investigation.', field: null }),
  addOwnHypothesis: async ({ tenantId }) =>
    tenantId === ours.tenantId
      ? ok(null)
      : refuse({ code: 'not-found', message: 'There is no such investigation.', path: [] }),
  changeCaseFile: async ({ ref: { tenantId } }) =>
    tenantId === ours.tenantId ? ok(untouched) : refuse({ code: 'not-found' }),
  talk: {
    add: async ({ ref: { tenantId } }) => (tenantId === ours.tenantId ? ok(commentId) : refuse({ code: 'not-found' })),
    edit: async (_id, _body, { tenantId }) => (tenantId === ours.tenantId ? ok(null) : refuse({ code: 'not-found' })),
    remove: async (_id, { tenantId }) => (tenantId === ours.tenantId ? ok(null) : refuse({ code: 'not-found' })),
    readNotices: async () => {},
  },
  talkFeed: {
    followCase: async function* () {
      yield ''
    },
    followNotices: async function* () {
      yield 0
    },
  },
  testDataSource: async tenantId =>
    tenantId === ours.tenantId
      ? ok(noSteps())
      : refuse({ code: 'not-found', message: 'There is no such data source.', path: ['dataSourceId'] }),
  changeDataSource: async tenantId =>
    tenantId === ours.tenantId
      ? ok(null)
      : refuse({ code: 'not-found', message: 'There is no such data source.', path: ['dataSourceId'] }),
  refreshKeys: async ({ tenantId }) =>
    tenantId === ours.tenantId
      ? ok({ edges: 1 })
      : refuse({ code: 'not-found', message: 'There is no such data source.', retryable: false }),
  removeDataSource: async tenantId => (tenantId === ours.tenantId ? ok(null) : refuse({ code: 'not-found' })),
  readSchema: async ({ tenantId }) =>
    tenantId === ours.tenantId
      ? ok({ tables: 1, changes: 0, at: new Date() })
      : refuse({ code: 'not-found', message: 'There is no such data source.', retryable: false }),
  sampleTable: async ({ tenantId }) =>
    tenantId === ours.tenantId ? ok({ answer: noRows, masked: [], left: [] }) : refuse(noSource),
  profileColumn: async ({ tenantId }) => (tenantId === ours.tenantId ? ok(noProfile) : refuse(noSource)),
  queriesAhead: async ({ tenantId }) => (tenantId === ours.tenantId ? ok([]) : refuse({ code: 'not-found' })),
  rerunQuery: async ({ tenantId }) =>
    tenantId === ours.tenantId
      ? ok({ agrees: true, compared: 1, numbers: [], rows: 1, elapsedMs: 1 })
      : refuse({ code: 'not-found' }),
  decideApproval: async ({ ref: { tenantId } }) =>
    tenantId === ours.tenantId ? ok(null) : refuse({ code: 'not-found' }),
  checkEditedQuery: async ({ ref: { tenantId } }) =>
    tenantId === ours.tenantId
      ? ok({ kind: 'query', sql: '', hash: '', tables: [], columns: [] })
      : refuse({ code: 'not-found' }),
  modelSettings: async () => modelSettings,
  privacy: async () => ({ ...DEFAULT_PRIVACY, version: 0 }),
  changePrivacy: async ({ tenantId }) =>
    tenantId === ours.tenantId
      ? ok({ ...DEFAULT_PRIVACY, version: 1 })
      : refuse({ code: 'not-found', path: 'masked', message: 'There is no such data source.' }),
  changeModelSettings: async ({ tenantId }) =>
    tenantId === ours.tenantId ? ok(modelSettings) : refuse({ code: 'not-found' }),
  modelPayload: async () => null,
  changeBudget: async () => ok(null),
  setPrice: async () => ok(null),
  followBudgets: async function* () {
    yield {
      sequence: 1n,
      dataSourceId: null,
      teamId: null,
      period: 'month',
      level: 50,
      spent: 1n,
      limit: 2n,
      at: new Date(),
    }
  },
  revokeGrant: async ({ tenantId }) => (tenantId === ours.tenantId ? ok(null) : refuse({ code: 'not-found' })),
  delegation: {
    make: async ({ tenantId }) =>
      tenantId === ours.tenantId
        ? ok('')
        : refuse({ code: 'not-found', message: 'There is no such person.', path: 'delegateId' }),
    revoke: async ({ tenantId }) =>
      tenantId === ours.tenantId
        ? ok(null)
        : refuse({ code: 'not-found', message: 'There is no such delegation.', path: 'delegationId' }),
  },
  changePolicy: async () => ok({ policy: neverAsk, version: 1 }),
  followApprovals: async function* () {
    yield { pending: 0, since: null }
  },
  startInvestigation: async ({ tenantId }) =>
    tenantId === ours.tenantId
      ? ok(ours.investigationId)
      : refuse({ code: 'data-source-not-found', message: 'There is no such data source.', path: ['dataSourceId'] }),
})

const answers: readonly (readonly [RegExp, string])[] = [
  [/"code":"UNAUTHENTICATED"/, 'signs in first'],
  [/"code":"FORBIDDEN"/, 'refused'],
  [/"code":"NOT_FOUND"/, 'not found'],
  [/^\{"data":\{"\w+":(null|\[null\])\}\}$/, 'null'],
]

const outcomeOf = async (
  kind: string,
  field: GraphQLField<unknown, unknown>,
  caller: Caller | null,
): Promise<string> => {
  const signedIn = caller && (await arrive(caller))
  const { query, variables } = callOf(kind, field, await targets(signedIn))
  const context = contextAs({ db: views.db, app: app() }, signedIn)
  const answer =
    kind === 'subscription'
      ? await subscribe({ schema, document: parse(query), contextValue: context, variableValues: variables }).catch(
          String,
        )
      : await call(context, query, variables)
  const text = JSON.stringify(answer)
  return answers.find(([pattern]) => pattern.test(text))?.[1] ?? 'yes'
}

const roots = (
  [
    ['Query', 'query'],
    ['Mutation', 'mutation'],
    ['Subscription', 'subscription'],
  ] as const
).map(([name, kind]) => {
  const type = schema.getType(name)
  return {
    name,
    kind,
    fields: type && 'getFields' in type ? (Object.values(type.getFields()) as GraphQLField<unknown, unknown>[]) : [],
  }
})

test('every root field has a rule, every rule a field, and the same for the types behind `node`', () => {
  for (const { name, fields } of roots) expect(Object.keys(rules[name])).toEqual(fields.map(field => field.name).sort())
  expect(Object.keys(nodeRules)).toEqual([...nodeTypes].sort())
})

test('every operation as every role, as nobody, by a key, and from another tenant answers as the reviewed table says', async () => {
  const names = Object.keys(callers)
  const lines = [`| Operation | Takes | ${names.join(' | ')} |`, `|---|---|${names.map(() => '---|').join('')}`]
  for (const { name, kind, fields } of roots) {
    for (const field of fields.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const cells = []
      for (const caller of Object.values(callers)) cells.push(await outcomeOf(kind, field, caller))
      lines.push(`| ${name}.${field.name} | ${rules[name][field.name]} | ${cells.join(' | ')} |`)
    }
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./accessTable.md')
}, 300_000)

const owner = (key: SignedIn['key'] = null): SignedIn => ({
  tenantId: ours.tenantId,
  personId: ours.personId,
  name: 'Ada',
  role: 'owner',
  credential: { kind: 'key', id: 'credential' },
  key,
})

test('a field without a rule is refused to the owner too', async () => {
  const { guard } = await import('./guard.ts')
  const { buildSchema, execute } = await import('graphql')
  const bare = buildSchema('type Query { open: Int, viewer: Int }')
  for (const field of Object.values(bare.getQueryType()?.getFields() ?? {})) field.resolve = () => 1
  const answer = await execute({
    schema: guard(bare),
    document: parse('{ open viewer }'),
    contextValue: contextAs(views, owner()),
  })
  expect(JSON.parse(JSON.stringify(answer))).toMatchObject({
    data: { open: null, viewer: 1 },
    errors: [{ path: ['open'], extensions: { code: 'FORBIDDEN' } }],
  })
})

test('an id of a type that the key may not read is one that is not there', async () => {
  const query = 'query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }'
  const id = printGlobalId('Person', ours.personId)
  const read = async (scopes: readonly ('investigations:read' | 'team:read')[]) =>
    (await call(contextAs(views, owner({ name: 'key', scopes })), query, { id })).data
  expect(await read(['investigations:read'])).toEqual({ node: null, nodes: [null] })
  expect(await read(['team:read'])).toEqual({ node: { id }, nodes: [{ id }] })
})
