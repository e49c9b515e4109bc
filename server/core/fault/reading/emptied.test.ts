import { describe, expect, it } from 'vitest'
import { anomaly, column, focus, orders, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile, SegmentsSignal } from '../../measure/signal.ts'
import { columnDropped } from '../columnDropped.ts'
import { movedElsewhere, nullRateInside } from './emptied.ts'
import { swapFit } from './swaps.ts'

const profiled = (
  name: string,
  nulls: readonly [normal: number, alert: number],
  withTarget: number | null = null,
): ColumnProfile => ({
  column: name,
  part: 'inside',
  rows: { alert: 400, normal: 400 },
  nullRate: { normal: nulls[0], alert: nulls[1] },
  nullWithTarget: withTarget,
  numbers: null,
  texts: null,
})

const inVoucher: SegmentsSignal = {
  scan: 'segments',
  verdict: 'located',
  coverage: 1,
  complement: { observed: 0, expected: 0 },
  dimensions: ['channel'],
  leads: [],
  causes: [
    {
      segment: [{ column: 'channel', value: 'fax' }],
      observed: 1,
      expected: 0,
      effect: 1,
      share: 1,
      rows: { alert: 400, normal: 400 },
      score: 90,
    },
  ],
}

/** Nulls of `voucher`, a text, among the rows of one channel. */
const nulls = (columns: readonly ColumnProfile[]): Case => ({
  ...initial,
  question: { ...question, metric: { kind: 'nullRate', column: 'voucher' } },
  anomaly: { ...anomaly, observed: 0.2, expected: 0, direction: 'up' },
  focus: {
    ...focus,
    table: {
      ...orders,
      columns: [
        ...orders.columns,
        column('voucher'),
        column('voucher_code'),
        column('note'),
        column('weight', 'decimal'),
      ],
    },
  },
  signals: [series, inVoucher, { scan: 'profile', columns }],
})

describe('nulls and the columns beside them', () => {
  it('are an exchange only where the other column has a value in the rows that lack this one', () => {
    const fit = (both: number) =>
      swapFit(nulls([profiled('voucher', [0, 0.4], 1), profiled('note', [0.9, 0.54], both)]))?.value ?? 0
    expect(fit(0)).toBeGreaterThan(0.75)
    expect(fit(0.7)).toBeLessThan(0.4)
  })

  it('are no exchange with a column of another kind, nor with one that was empty', () => {
    expect(swapFit(nulls([profiled('voucher', [0, 0.4], 1), profiled('weight', [0.9, 0.54], 0)]))?.value).toBe(0)
    expect(swapFit(nulls([profiled('voucher', [0, 1], 1), profiled('voucher_code', [1, 0], 0)]))?.value).toBe(0)
  })

  it('have moved to a column that was empty and is filled in those rows, and in no others', () => {
    expect(movedElsewhere(nulls([profiled('voucher', [0, 1], 1), profiled('voucher_code', [1, 0], 0)]))).toMatchObject({
      column: 'voucher_code',
      value: 1,
    })
    expect(
      movedElsewhere(nulls([profiled('voucher', [0, 0.4], 1), profiled('voucher_code', [1, 0], 0)]))?.value,
    ).toBeLessThan(0.5)
    expect(movedElsewhere(nulls([profiled('voucher', [0, 1], 1), profiled('note', [0.9, 0.5], 0.5)]))).toBe(null)
  })

  it('are a dropped column where they are all rows of the segment, and the report says where the values went', () => {
    const state = nulls([profiled('voucher', [0, 1], 1), profiled('voucher_code', [1, 0], 0)])
    expect(nullRateInside(state)).toEqual({
      value: 1,
      text: '100 % of voucher is null since the onset where channel = fax.',
    })
    expect(columnDropped.cause(state)).toBe(
      'Since the onset voucher is null in every row with channel = fax: what delivers these rows no longer sends it. Its values stand in voucher_code now.',
    )
  })
})
