import { expect, test } from 'vitest'
import { anomaly, column, contextGathered, measured, opened, orders, series } from '../../testing/facts.ts'
import type { Column, Table } from '../dataset/table.ts'
import { evolve, initial } from '../investigation/state.ts'
import type { Answer } from '../ports/dataSource.ts'
import { kinCandidates, kindsAlike } from './kinCandidates.ts'
import { kinPairs, pairsOf, saysSame } from './kinPairs.ts'
import { asCase, type Case } from './planned.ts'
import { directionOf, readKin } from './readKin.ts'
import { kin } from './scans/kin.ts'
import type { KinSignal } from './tableSignals.ts'
import { isToldByContent, toldByContent } from './toldByContent.ts'
import { upstreamOf } from './upstream.ts'

const made = asCase([opened, contextGathered, ...measured].reduce(evolve, initial))
if (!made) throw new Error('The case is made of these facts')

const table = (text: string, columns: Table['columns'], more: Partial<Table> = {}): Table => {
  const [schema = '', name = ''] = text.split('.')
  return { ...orders, name: { schema, name }, primaryKey: null, columns, ...more }
}
const landed = table('landing.till', [
  column('no', 'integer'),
  column('ts', 'timestamp'),
  column('ctr'),
  column('cust'),
  column('amt'),
])
const among = (strangers: readonly Table[], parents: readonly Table[] = []): Case => ({
  ...made,
  anomaly,
  signals: [series],
  focus: { ...made.focus, parents, strangers },
})
const found = (state: Case) =>
  kinCandidates(state).map(({ table: { name }, column: { name: key }, own }) => `${name.name}.${key} = ${own.name}`)

test('ids are looked for in columns of their kind, the likeliest of each table first', () => {
  const other = table('crm.visits', [column('at', 'timestamp'), column('visit_id', 'integer'), column('page')])
  expect(found(among([other, landed]))).toEqual(['till.no = order_id', 'visits.visit_id = order_id'])
  expect(kindsAlike(orders, landed)).toBe(4 / 5)
})

test('a UUID is looked for in texts only where the table has no other one', () => {
  const uuid = { ...column('order_id'), nativeType: 'UUID' }
  const keyed = { ...orders, columns: [uuid, ...orders.columns.slice(1)] as const }
  const state = (id: Column) => ({
    ...among([table('landing.till', [column('note'), id, column('ts', 'timestamp')])]),
    focus: {
      ...made.focus,
      table: keyed,
      strangers: [table('landing.till', [column('note'), id, column('ts', 'timestamp')])],
    },
  })
  expect(found(state({ ...uuid, name: 'rid' }))).toEqual(['till.rid = order_id'])
  expect(found(state(column('rid')))).toEqual(['till.note = order_id', 'till.rid = order_id'])
})

test('what is counted without its repeats is an id where there are as many as rows', () => {
  const counted = (expected: number) =>
    found({
      ...among([landed]),
      question: { ...made.question, metric: { kind: 'distinctCount', column: 'order_id' } },
      focus: { ...among([landed]).focus, table: { ...orders, primaryKey: null } },
      anomaly: { ...anomaly, expected },
    })
  expect([counted(990), counted(400)]).toEqual([['till.no = order_id'], []])
})

test('a key that a sketch counts a third too low is looked for too, the one that stands first and is called so before others', () => {
  const counted = (values: number) => ({
    ...among([landed, table('crm.people', [column('cust'), column('since', 'timestamp')])]),
    focus: { ...among([landed]).focus, table: { ...orders, primaryKey: null } },
    signals: [
      {
        ...series,
        cardinalities: [
          { column: 'user_id', alert: 480, normal: 980 },
          { column: 'country', alert: 9, normal: 9 },
          { column: 'order_id', alert: 300, normal: values },
        ],
      },
    ],
  })
  expect(found(counted(700))[0]).toBe('till.no = order_id')
  expect(found(counted(500)).some(text => text.endsWith('order_id'))).toBe(true)
  expect(found({ ...counted(500), signals: [] })).toEqual([])
})

test('a table that shares its names is asked where it has what is watched under another one', () => {
  const sharing = orders.columns.map(item => (item.name === 'country' ? column('ctr') : item)) as never
  const raw = table('shop.sales', sharing, { rowEstimate: null })
  const watching = (name: string) =>
    found({
      ...among([], [raw]),
      question: { ...made.question, metric: { kind: 'nullRate', column: name } },
    })
  expect([watching('country'), watching('user_id')]).toEqual([['sales.order_id = order_id'], []])
})

test('what it looks up, what is small, views made from it, and tables that share its names are none', () => {
  const users = table('shop.users', [column('user_id'), column('no', 'integer'), column('since', 'timestamp')])
  const small = table('landing.stores', [column('no', 'integer'), column('opened', 'date')], { rowEstimate: 9 })
  const timeless = table('landing.codes', [column('no', 'integer'), column('word')], { rowEstimate: 400 })
  const view = table('bi.sales', landed.columns, { isView: true })
  const copy = table('shop.sales', orders.columns)
  expect(found(among([small, timeless, view], [users, copy]))).toEqual([])
  expect(found(among([table('landing.codes', timeless.columns, { rowEstimate: 900 })]))).toEqual([
    'codes.no = order_id',
  ])
})

test('nothing is asked where lineage, a person or a name told what the table is made from', () => {
  expect(kin.applies(among([landed]))).toBe(true)
  const told = (focus: Partial<Case['focus']>) =>
    kin.applies({ ...among([landed]), focus: { ...among([landed]).focus, ...focus } })
  expect(told({ upstream: [landed.name] })).toBe(false)
  expect(told({ upstream: [orders.name], edges: [] })).toBe(false)
  expect(kin.applies(among([landed], [table('shop.raw_orders', orders.columns)]))).toBe(false)
  expect(kin.applies({ ...among([landed]), anomalous: false })).toBe(false)
})

test('columns are compared with those of like kind, and with the texts and numbers that they may be read from', () => {
  const [candidate] = kinCandidates(among([landed]))
  if (!candidate) throw new Error('The landing table is one')
  const pairs = pairsOf(among([landed]), candidate, 99).map(({ own, there, way }) => `${own.name} ${there.name} ${way}`)
  expect(pairs.slice(0, 4)).toEqual([
    'ordered_at ts time',
    'country ctr text',
    'user_id cust text',
    'amount amt number',
  ])
  expect(pairs).not.toContain('amount ts number')
  expect(pairsOf(among([landed]), candidate, 2)).toHaveLength(2)
  const masked = { ...among([landed]), focus: { ...among([landed]).focus, masked: ['user_id'] } }
  expect(pairsOf(masked, candidate, 99).some(({ own }) => own.name === 'user_id')).toBe(false)
  expect(saysSame('a', 'b', 'number')).toContain('abs(a - b)')
})

type Counts = {
  readonly ids?: number
  readonly rows?: number
  readonly same?: Readonly<Record<string, number>>
  readonly values?: number
}

/** What the data source says of 300 normal rows; `same` are the rows in which those pairs agree. */
const answered = (state: Case, { ids = 300, rows = ids, same = {}, values = 40 }: Counts): KinSignal => {
  const candidates = kinCandidates(state)
  const pairs = kinPairs(state, candidates)
  const columns = [...new Set(pairs.flat().map(({ own }) => own))]
  const width = Math.max(2 * columns.length, ...pairs.map(({ length }) => length))
  const cells = (list: readonly number[]) => Array.from({ length: width }, (_, index) => list[index] ?? 0)
  const own = columns.flatMap(() => [300, values])
  const equal = (pairs[0] ?? []).map(({ own: a, there: b }) => same[`${a.name} ${b.name}`] ?? 0)
  const answer: Answer = {
    columns: ['place', 'w', 'n', 'found', 'later', ...cells([]).map((_, index) => `e${index}`)].map(name => ({
      name,
      kind: 'integer' as const,
    })),
    rows: [
      [-1, 0, 300, 300, null, ...cells(own)],
      [-1, 1, 300, 300, null, ...cells(own)],
      [0, 0, 60, 60, null, ...cells([])],
      [0, 1, rows, ids, null, ...cells(equal)],
    ],
    truncated: false,
    elapsedMs: 1,
  }
  return readKin(state, { candidates, pairs, columns }, answer)
}
const alike = { 'ordered_at ts': 300, 'country ctr': 290, 'user_id cust': 300, 'amount amt': 300 }
const verdict = (counts: Counts) => answered(among([landed]), counts).tables[0]?.verdict

test('a table that holds nearly all ids of the normal day, and says the same in three columns, is the source', () => {
  expect(verdict({ same: alike })).toBe('upstream')
  expect(verdict({ ids: 250, same: { 'ordered_at ts': 250, 'country ctr': 250, 'amount amt': 205 } })).toBe('upstream')
})

test('few ids, several rows of each, two columns, or columns of hardly any values make none', () => {
  expect(verdict({ ids: 200, same: alike })).toBe('unlike')
  const thrice = Object.fromEntries(Object.entries(alike).map(([pair, rows]) => [pair, 3 * rows]))
  expect(verdict({ rows: 900, same: thrice })).toBe('unlike')
  expect(verdict({ same: { 'ordered_at ts': 300, 'country ctr': 300 } })).toBe('unlike')
  expect(verdict({ same: alike, values: 4 })).toBe('unlike')
  expect(verdict({ same: alike, values: 1 })).toBe('unlike')
  expect(answered(among([landed]), { same: alike, values: 1 }).tables[0]?.columns).toEqual([])
})

test('every column goes with the one that says the same most often, and no column with two', () => {
  const same = { ...alike, 'country cust': 295, 'user_id ctr': 270 }
  expect(answered(among([landed]), { same }).tables[0]?.columns.map(({ from, to }) => `${to} ${from}`)).toEqual([
    'ordered_at ts',
    'user_id cust',
    'amount amt',
    'country ctr',
  ])
})

test('the walk upstream goes where the same rows are, by the names that the columns have there', () => {
  const state = among([landed])
  const focus = toldByContent(state.focus, answered(state, { same: alike }))
  const sum = { kind: 'sum', column: 'amount' } as const
  expect(upstreamOf(focus, sum)).toEqual([
    { table: landed, timeColumn: landed.columns[1], metric: { kind: 'sum', column: 'amt' } },
  ])
  expect(isToldByContent(focus, landed.name)).toBe(true)
  expect([focus.parents, focus.strangers]).toEqual([[landed], []])
  expect(upstreamOf(state.focus, sum)).toEqual([])
  expect(toldByContent(state.focus, answered(state, { ids: 9, same: alike }))).toBe(state.focus)
})

const direction = (
  own: Table,
  there: Table,
  { later = null, columns = [] }: Partial<Parameters<typeof directionOf>[2]> = {},
) => directionOf(own, there, { later, columns })

test('which of two is made from the other: by their layers, then by what was written first', () => {
  const plain = table('erp.bookings', orders.columns)
  expect(direction(orders, landed)).toBe('upstream')
  expect(direction(table('raw.orders', orders.columns), plain)).toBe('downstream')
  expect(direction(orders, table('bi.facts', orders.columns))).toBe('downstream')
  expect(direction({ ...orders, isView: true, rowEstimate: null }, plain, { later: 0 })).toBe('upstream')
  expect(direction(orders, landed, { later: 900 })).toBe('upstream')
  expect(direction(orders, plain, { later: -900 })).toBe('upstream')
  expect(direction(orders, plain, { later: 900 })).toBe('downstream')
})

test('then by texts that became numbers, then by the rows left out; where nothing tells, it is not followed', () => {
  const sized = (rowEstimate: number | null, columns: Table['columns'] = orders.columns) =>
    table('erp.bookings', columns, { rowEstimate })
  const cast = { own: column('amount', 'decimal'), there: column('amt'), way: 'number' } as const
  const back = { own: column('amount'), there: column('amt', 'decimal'), way: 'number' } as const
  expect(direction(orders, sized(500), { columns: [cast] })).toBe('upstream')
  expect(direction(orders, sized(2000), { columns: [back] })).toBe('downstream')
  expect(direction(orders, sized(1200))).toBe('upstream')
  expect(direction(orders, sized(700))).toBe('downstream')
  expect(direction(orders, sized(1000))).toBe('upstream')
  expect(direction(orders, sized(1000, [column('no', 'integer'), column('ts', 'timestamp')]))).toBe('untold')
  expect(direction(orders, sized(null))).toBe('untold')
})
