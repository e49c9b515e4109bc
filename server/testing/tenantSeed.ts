// Two tenants with one finished case each, as the projections would have written them.
import { randomUUID } from 'node:crypto'
import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts'
import type { Role } from '../core/access/role.ts'
import type { Finding } from '../core/finding/finding.ts'
import type { Prediction } from '../core/hypothesis/hypothesis.ts'
import type { InvestigationEvent } from '../core/investigation/events.ts'
import type { Anomaly } from '../core/metric/anomaly.ts'
import type { Question } from '../core/metric/question.ts'
import { asId, type DataSourceId, type InvestigationId, type PersonId, type TenantId } from '../core/shared/ids.ts'

export type SeededTenant = {
  readonly tenantId: TenantId
  readonly personId: PersonId
  readonly email: string
  readonly dataSourceId: DataSourceId
  readonly investigationId: InvestigationId
}

export const question = (dataSourceId: DataSourceId): Question => ({
  dataSourceId,
  table: { schema: 'main', name: 'orders' },
  metric: { kind: 'nullRate', column: 'user_id' },
  day: '2025-06-12',
  timeColumn: 'created_at',
  timeZone: 'UTC',
  wholeTable: false,
})

const anomaly: Anomaly = {
  observed: 0.24,
  expected: 0.002,
  low: 0,
  high: 0.01,
  score: 41,
  direction: 'up',
  onset: { at: '2025-06-12T08:00:00Z', precision: 'hour' },
  shape: 'step',
  days: ['2025-06-12'],
  baselineDays: ['2025-06-05'],
  series: [{ at: '2025-06-12', value: 0.24, rows: 1000, expected: 0.002, low: 0, high: 0.01 }],
}

const prediction: Prediction = {
  id: 'nullFromRelease.confined',
  hypothesis: 'nullFromRelease',
  claim: 'The nulls sit in one segment',
  unit: 'share',
  ifTrue: { min: 0.8, max: null },
  ifFalse: { min: null, max: 0.5 },
  strength: 'decisive',
  scan: 'segments',
}

const evidence = {
  prediction: prediction.id,
  hypothesis: prediction.hypothesis,
  observed: 0.97,
  text: '97 % of the nulls sit in channel = ios',
  nats: 4,
  queries: ['segments'],
} as const

const finding: Finding = {
  conclusion: 'causeFound',
  cause: 'nullFromRelease',
  whatIsGoingOn: [{ text: 'user_id is null in 24 % of the orders.', queries: ['series'] }],
  whatCausedIt: [{ text: 'A release of the iOS app.', queries: ['segments', 'series'] }],
  whatToDoNext: [{ text: 'Roll it back.', queries: [] }],
  segments: [[{ column: 'channel', value: 'ios' }]],
  columns: ['user_id'],
  origin: { schema: 'main', name: 'orders' },
  onset: anomaly.onset,
  confidence: { value: 0.93, word: 'high', limits: [] },
  affectedRows: 240,
  affectedPredicate: `channel = 'ios'`,
}

/** As the database takes it. */
const asJson = (value: object) => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject

const facts = (asked: Question): readonly InvestigationEvent[] => [
  { type: 'InvestigationOpened', data: { question: asked, openedBy: null } },
  { type: 'AnomalyMeasured', data: { anomaly } },
  {
    type: 'HypothesisProposed',
    data: { hypothesis: { kind: 'nullFromRelease', statement: 'A release stopped sending user_id', priorNats: 0 } },
  },
  { type: 'PredictionRegistered', data: { prediction } },
  {
    type: 'QueryRan',
    data: {
      id: 'segments',
      scan: 'segments',
      purpose: 'Rows by segment',
      sql: 'SELECT 1',
      hash: '0',
      readsTable: true,
      rows: 4,
      truncated: false,
      elapsedMs: 12,
    },
  },
  { type: 'EvidenceRecorded', data: { evidence } },
  { type: 'FindingReached', data: { finding } },
]

/** Adds one more case to a tenant; its facts, queries and hypotheses with it. */
export const seedCase = async (
  db: PrismaClient,
  { tenantId, dataSourceId }: Pick<SeededTenant, 'tenantId' | 'dataSourceId'>,
  number: number,
) => {
  const id = asId<InvestigationId>(randomUUID())
  const at = new Date(Date.UTC(2025, 5, 12, 9, 0, number))
  const asked = question(dataSourceId)
  const events = facts(asked)
  const own = { investigationId: id, tenantId }
  const query = {
    ...own,
    purpose: 'Rows by segment',
    sql: 'SELECT 1',
    status: 'succeeded',
    readsTable: true,
    rowCount: 4,
    elapsedMs: 12,
    ranAt: at,
  }
  await db.investigationView.create({
    data: {
      id,
      tenantId,
      number,
      dataSourceId,
      title: `Null rate of user_id ${number}`,
      status: 'concluded',
      tableName: 'main.orders',
      question: asked,
      anomaly: {
        ...anomaly,
        series: [...anomaly.series],
      },
      finding: asJson(finding),
      conclusion: 'causeFound',
      cause: 'nullFromRelease',
      version: events.length,
      startedAt: at,
      updatedAt: at,
      endedAt: at,
    },
  })
  await db.queryView.createMany({
    data: [
      {
        ...query,
        queryId: 'series',
        position: 1,
        answer: { columns: [{ name: 'day', kind: 'date' }], rows: [['2025-06-12'], [null]] },
      },
      { ...query, queryId: 'segments', position: 2 },
    ],
  })
  await db.hypothesisView.createMany({
    data: [
      {
        ...own,
        kind: 'nullFromRelease',
        position: 1,
        statement: 'A release stopped sending user_id',
        verdict: 'supported',
        probability: 0.93,
        predictions: [prediction],
        evidence: [asJson(evidence)],
      },
      {
        ...own,
        kind: 'sentinelValues',
        position: 2,
        statement: 'A placeholder',
        verdict: 'refuted',
        probability: 0.02,
        predictions: [],
        evidence: [],
      },
    ],
  })
  await db.eventRecord.createMany({
    data: events.map(({ type, data }, index) => ({
      ...own,
      sequence: index + 1,
      type,
      data: asJson(data),
      occurredAt: at,
    })),
  })
  return id
}

type Somebody = {
  readonly tenantId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly passwordHash: string | null
}

/** Somebody who can sign in, with an account of their own. */
export const seedPerson = async (db: PrismaClient, { passwordHash, ...person }: Somebody) => {
  const account = await db.account.create({ data: { email: person.email, passwordHash } })
  return db.person.create({ data: { ...person, accountId: account.id } })
}

/** A tenant with one person, one data source and one finished case. */
export const seedTenant = async (
  db: PrismaClient,
  name: string,
  passwordHash: string | null = null,
): Promise<SeededTenant> => {
  const tenant = await db.tenant.create({ data: { name } })
  const email = `ada@${name.toLowerCase()}.example`
  const person = await seedPerson(db, { tenantId: tenant.id, email, name: 'Ada', role: 'owner', passwordHash })
  const source = await db.dataSource.create({
    data: { tenantId: tenant.id, name: 'Shop', kind: 'duckdb', settings: { path: '/secret/path' } },
  })
  const place = { tenantId: asId<TenantId>(tenant.id), dataSourceId: asId<DataSourceId>(source.id) }
  return { ...place, personId: asId<PersonId>(person.id), email, investigationId: await seedCase(db, place, 1) }
}
