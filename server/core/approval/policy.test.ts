import { expect, test } from 'vitest'
import { asksNothing, contextReason, judgeQuery, neverAsk, type QuerySubject } from './policy.ts'

const orders = { schema: 'shop', name: 'orders' }
const subject: QuerySubject = { authors: ['analyst'], tables: [orders], sensitive: [], rows: 1_000, estimate: null }

test('until somebody says otherwise every query runs and no context is looked over', () => {
  expect(judgeQuery({ ...subject, authors: ['model'], sensitive: ['email'], rows: null }, neverAsk).tier).toBe('run')
  expect(contextReason(neverAsk)).toBeNull()
  expect(asksNothing(neverAsk)).toBe(true)
})

test('of all rules that hold the strictest counts, and says why', () => {
  const policy = {
    ...neverAsk,
    rules: [
      { when: { kind: 'table', table: orders }, tier: 'ask' },
      { when: { kind: 'sensitiveColumn' }, tier: 'never' },
      { when: { kind: 'table', table: orders }, tier: 'run' },
    ],
  } as const
  expect(judgeQuery(subject, policy)).toEqual({ tier: 'ask', because: ['It reads shop.orders.'] })
  expect(judgeQuery({ ...subject, sensitive: ['email'] }, policy)).toEqual({
    tier: 'never',
    because: ['It touches email, which is sensitive.'],
  })
  expect(judgeQuery({ ...subject, tables: [{ schema: 'shop', name: 'users' }] }, policy).tier).toBe('run')
})

test('no rule makes a stricter policy of the data source milder', () => {
  const policy = {
    ...neverAsk,
    queries: 'ask',
    rules: [{ when: { kind: 'table', table: orders }, tier: 'run' }],
  } as const
  expect(judgeQuery(subject, policy).tier).toBe('ask')
})

test('a bound on rows holds for more, and for what nobody knows', () => {
  const policy = { ...neverAsk, rules: [{ when: { kind: 'rows', above: 1_000 }, tier: 'ask' }] } as const
  expect(judgeQuery(subject, policy).tier).toBe('run')
  expect(judgeQuery({ ...subject, rows: 1_001 }, policy)).toEqual({
    tier: 'ask',
    because: ['Its tables hold about 1,001 rows, more than 1,000.'],
  })
  expect(judgeQuery({ ...subject, rows: null }, policy).tier).toBe('ask')
})

test('queries of a model can be asked about alone', () => {
  const policy = { ...neverAsk, rules: [{ when: { kind: 'author', author: 'model' }, tier: 'ask' }] } as const
  expect([judgeQuery(subject, policy).tier, judgeQuery({ ...subject, authors: ['model'] }, policy).tier]).toEqual([
    'run',
    'ask',
  ])
  expect(judgeQuery({ ...subject, authors: ['model', 'person'] }, policy).tier).toBe('ask')
})

test('the context is looked over always, never, or where the data source is marked sensitive', () => {
  expect(contextReason({ ...neverAsk, context: 'always' })).not.toBeNull()
  expect(contextReason({ ...neverAsk, context: 'sensitive' })).toBeNull()
  expect(contextReason({ ...neverAsk, context: 'sensitive', isSensitive: true })).toBe(
    'The data source is marked sensitive.',
  )
})

test('a rule on what a query reads or costs holds above its bound, and where nobody knows', () => {
  const reads = (bytes: number | null, cost: string | null) =>
    ({ ...subject, estimate: { rows: 1, bytes, how: 'plan', cost } }) as const
  const bytes = { ...neverAsk, rules: [{ when: { kind: 'bytes', above: 1_000_000 }, tier: 'ask' }] } as const
  expect(judgeQuery(reads(1_000_000, null), bytes).tier).toBe('run')
  expect(judgeQuery(reads(1_000_001, null), bytes)).toEqual({
    tier: 'ask',
    because: ['It reads about 1,000,001 bytes, more than 1,000,000.'],
  })
  expect(judgeQuery(reads(null, '0.10'), bytes)).toEqual({
    tier: 'ask',
    because: ['How many bytes it reads is not known.'],
  })
  const cost = { ...neverAsk, rules: [{ when: { kind: 'cost', above: '0.50' }, tier: 'never' }] } as const
  expect(judgeQuery(reads(1, '0.50'), cost).tier).toBe('run')
  expect(judgeQuery(reads(1, '0.500001'), cost)).toEqual({
    tier: 'never',
    because: ['It costs about 0.500001 USD, more than 0.50 USD.'],
  })
  expect(judgeQuery(subject, cost)).toEqual({ tier: 'never', because: ['What it costs is not known.'] })
})
