import { expect, test } from 'vitest'
import type { Case } from '../../measure/planned.ts'
import { initial } from '../../investigation/state.ts'
import type { SchemaDifferenceKind } from '../../schemaHistory/schemaDifference.ts'
import { asId, type DataSourceId } from '../../shared/ids.ts'
import { columnDropped } from '../columnDropped.ts'
import { typeChange } from '../typeChange.ts'
import { changesAtOnset, knewSchemaAtOnset } from './schemaChanges.ts'

const table = { schema: 'shop', name: 'orders' }
type Past = {
  readonly from: string | null
  readonly by: string
  readonly kind?: SchemaDifferenceKind
  readonly column?: string
}

/** A case about amount, with an onset on 10 November, and one change of the schema that was read between these times. */
const caseOf = ({ from, by, kind = 'typeChanged', column = 'amount' }: Past): Case => ({
  ...initial,
  status: 'running',
  question: {
    dataSourceId: asId<DataSourceId>('source'),
    table,
    metric: { kind: 'nullRate', column: 'amount' },
    day: '2026-11-12',
    timeColumn: 'at',
    timeZone: 'UTC',
    wholeTable: false,
  },
  anomaly: {
    observed: 1,
    expected: 0,
    low: 0,
    high: 0,
    score: 9,
    direction: 'up',
    onset: { at: '2026-11-10', precision: 'day' },
    shape: 'step',
    days: [],
    baselineDays: [],
    series: [],
  },
  focus: {
    table: {
      name: table,
      isView: false,
      columns: [{ name: 'amount', nativeType: 'VARCHAR', kind: 'text', nullable: true, distinctEstimate: null }],
      primaryKey: null,
      foreignKeys: [],
      rowEstimate: 1,
    },
    parents: [],
    timeColumn: null,
    past: {
      knownSince: '2026-11-01T03:00:00.000Z',
      changes: [{ kind, table, column, before: 'DOUBLE', after: 'VARCHAR', seenBefore: from, seenAt: by }],
    },
  },
})

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T03:00:00.000Z`

test('a change counts that came within a day of the onset, and not one that came earlier, later, or on nobody knows which day', () => {
  const near = (past: Past) => changesAtOnset(caseOf(past)).length === 1
  expect([near({ from: day(9), by: day(10) }), near({ from: day(10), by: day(11) })]).toEqual([true, true])
  expect([
    near({ from: day(6), by: day(7) }),
    near({ from: day(13), by: day(14) }),
    near({ from: day(5), by: day(11) }),
    near({ from: null, by: day(10) }),
  ]).toEqual([false, false, false, false])
})

test('the faults that a changed schema makes read it, and only for the column of the metric', () => {
  const told = (fault: typeof columnDropped, past: Past) =>
    fault.predictions.find(({ name }) => name === 'schema')?.read(caseOf(past))
  const at = { from: day(9), by: day(10) }
  expect(told(typeChange, at)).toEqual({
    value: 1,
    text: 'Column amount of shop.orders changed its type from DOUBLE to VARCHAR, between 2026-11-09 and 2026-11-10.',
  })
  expect([
    told(typeChange, { ...at, column: 'note' }),
    told(typeChange, { ...at, kind: 'columnRemoved' }),
    told(columnDropped, at),
  ]).toEqual([null, null, null])
  expect(told(columnDropped, { ...at, kind: 'columnRemoved' })?.value).toBe(1)
})

test('what was read for the first time after the onset does not know what was before', () => {
  const known = (knownSince: string | null) => {
    const state = caseOf({ from: day(9), by: day(10) })
    return knewSchemaAtOnset({ ...state, focus: { ...state.focus, past: { knownSince, changes: [] } } })
  }
  expect([known(day(1)), known(day(10)), known(null)]).toEqual([true, false, false])
})
