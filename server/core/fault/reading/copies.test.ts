import { describe, expect, it } from 'vitest'
import { anomaly, column, focus, question, series } from '../../../testing/facts.ts'
import { weighEvidence } from '../../evidence/weigh.ts'
import { propose } from '../../hypothesis/propose.ts'
import { rank } from '../../hypothesis/ranking.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { KeysSignal, Signal } from '../../measure/signal.ts'
import type { FaultKind } from '../faultKind.ts'

type Purity = KeysSignal['purity'][number]
const groups = (by: string, role: Purity['role'], purity: number): Purity => ({
  by,
  role,
  purity,
  groups: 16,
  repeatedGroups: 3,
  contiguous: false,
})

/** Bookings that refer to hotels, of which some are there twice. */
const bookings: Case['focus'] = {
  ...focus,
  table: {
    ...focus.table,
    name: { schema: 'main', name: 'bookings' },
    primaryKey: ['booking_id'],
    columns: [
      column('booking_id', 'integer'),
      column('booked_at', 'timestamp'),
      column('hotel_id', 'integer'),
      column('hotel'),
    ],
  },
  parents: [
    {
      ...focus.table,
      name: { schema: 'main', name: 'hotels' },
      primaryKey: ['hotel_id'],
      columns: [column('hotel_id', 'integer'), column('name')],
    },
  ],
}

const repeated = (purity: readonly Purity[], more: Partial<KeysSignal> = {}, others: readonly Signal[] = []): Case => ({
  ...initial,
  focus: bookings,
  question: { ...question, metric: { kind: 'rowCount' } },
  anomaly: { ...anomaly, direction: 'up' },
  signals: [
    { ...series, rows: { alert: 1200, normal: 1000 } },
    {
      scan: 'keys',
      key: ['booking_id'],
      natural: false,
      duplicateRate: { alert: 0.17, normal: 0 },
      distinct: { alert: 1000, normal: 1000 },
      copies: { mode: 2, share: 1 },
      purity,
      crowds: [],
      overlapping: null,
      sameContent: 1,
      ...more,
    },
    ...others,
  ],
})

const verdicts = (given: Case, ...kinds: readonly FaultKind[]) => {
  const state = { ...given, ...propose(given), weighed: true }
  const all = rank({ ...state, evidence: weighEvidence(state) })
  return kinds.map(kind => all.find(item => item.kind === kind)?.verdict)
}

describe('all rows of some hotels twice', () => {
  const own = [groups('hotel_id', 'reference', 1), groups('hotel', 'reference', 1)]

  it('are a batch loaded twice where the table of hotels holds each of them once', () => {
    expect(verdicts(repeated(own), 'duplicatedLoad', 'joinFanOut')).toEqual(['supported', 'refuted'])
  })

  it('come of a join where it holds those more than once', () => {
    expect(
      verdicts(
        repeated([...own, { ...groups('hotel_id', 'parent', 1), parent: { schema: 'main', name: 'hotels' } }]),
        'duplicatedLoad',
        'joinFanOut',
      ),
    ).toEqual(['refuted', 'supported'])
  })
})

it('whole hours of one place come of a join where a parent holds the keys of nearly all of them more than once', () => {
  const hours = { ...groups('hour', 'hour', 1), contiguous: true }
  const parent = { ...groups('hotel_id', 'parent', 0.79), parent: { schema: 'main', name: 'hotels' } }
  expect(verdicts(repeated([hours, parent]), 'duplicatedLoad', 'joinFanOut')).toEqual(['refuted', 'supported'])
  expect(verdicts(repeated([hours]), 'duplicatedLoad', 'joinFanOut')).toEqual(['supported', 'refuted'])
})

it('a value that most rows share on any day is no key that a join multiplies', () => {
  const parent = { ...groups('hotel_id', 'parent', 1), parent: { schema: 'main', name: 'hotels' } }
  const shared = (normal: number) => repeated([parent], { duplicateRate: { alert: 0.99, normal } })
  expect(verdicts(shared(0.1), 'joinFanOut')).toEqual(['supported'])
  expect(verdicts(shared(0.8), 'joinFanOut')).toEqual(['refuted'])
})

describe('rows twice here and there, at times that overlap', () => {
  const scattered = [groups('hotel_id', 'reference', 0.1)]

  it('were delivered again where they say the same', () => {
    expect(verdicts(repeated(scattered, { overlapping: 1 }), 'scatteredDuplicates', 'validityOverlap')).toEqual([
      'supported',
      'refuted',
    ])
  })

  it('are versions where they differ', () => {
    expect(
      verdicts(repeated(scattered, { overlapping: 1, sameContent: 0 }), 'scatteredDuplicates', 'validityOverlap'),
    ).toEqual(['refuted', 'supported'])
  })

  it('are an older and a newer state of the row where they differ and hold at no same time', () => {
    expect(verdicts(repeated(scattered, { sameContent: 0 }), 'scatteredDuplicates', 'validityOverlap')).toEqual([
      'supported',
      'refuted',
    ])
  })
})

it('is no new category where the rows with a new value repeat others', () => {
  const counted = (value: string, normal: number, alert: number) => ({
    value,
    rows: { normal, alert },
    days: [normal, normal, normal, normal],
    lens: null,
  })
  const hotels = [counted('sea view', 1000, 1000), counted('sea view 2', 0, 200)]
  const values: Signal = {
    scan: 'values',
    columns: [{ column: 'hotel', distinct: { alert: 2, normal: 1 }, strength: 1, values: hotels }],
  }
  const own = [groups('hotel_id', 'reference', 1)]
  const once = { duplicateRate: { alert: 0, normal: 0 }, distinct: { alert: 1200, normal: 1000 } }
  const few = { duplicateRate: { alert: 0.02, normal: 0 } }
  expect([{}, once, few].map(more => verdicts(repeated(own, more, [values]), 'newCategory'))).toEqual([
    ['refuted'],
    ['supported'],
    ['supported'],
  ])
})
