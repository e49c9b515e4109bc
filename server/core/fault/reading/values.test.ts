import { describe, expect, it } from 'vitest'
import { anomaly, column, focus, question, series } from '../../../testing/facts.ts'
import { weighEvidence } from '../../evidence/weigh.ts'
import { propose } from '../../hypothesis/propose.ts'
import { rank } from '../../hypothesis/ranking.ts'
import { initial } from '../../investigation/state.ts'
import { locatedSegments } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { Signal, ValueCount } from '../../measure/signal.ts'
import type { Metric } from '../../metric/metric.ts'
import { isNextVersion, isRegistered } from './launches.ts'
import { caughtShare } from './newcomers.ts'
import { massMatch } from './recode.ts'
import { mark } from './tombstones.ts'

type Counts = Readonly<Record<string, readonly [normal: number, alert: number]>>

const valuesOf = (counts: Counts): readonly ValueCount[] =>
  Object.entries(counts).map(([value, [normal, alert]]) => ({
    value,
    rows: { normal, alert },
    days: [normal, normal, normal, normal],
    lens: null,
  }))

const made = (
  metric: Metric,
  column: string,
  { counts, up, more = [] }: { counts: Counts; up: boolean; more?: readonly Signal[] },
): Case => ({
  ...initial,
  focus,
  question: { ...question, metric },
  anomaly: { ...anomaly, direction: up ? 'up' : 'down' },
  signals: [
    series,
    { scan: 'values', columns: [{ column, distinct: { alert: 4, normal: 4 }, values: valuesOf(counts), strength: 1 }] },
    ...more,
  ],
})
const share = (column: string, value: string): Metric => ({ kind: 'share', where: { column, operator: '=', value } })

describe('the share of one value that fell', () => {
  const fell = (counts: Counts) => locatedSegments(made(share('course', 'c3'), 'course', { counts, up: false }))

  it('sits in that value where its rows stopped coming and no other has them', () => {
    expect(fell({ c1: [300, 310], c2: [200, 190], c3: [100, 20] })).toEqual([[{ column: 'course', value: 'c3' }]])
  })

  it('does not where another value took them, where few are missing, or where a filter left none', () => {
    expect(fell({ c1: [300, 380], c2: [200, 200], c3: [100, 20] })).toEqual([])
    expect(fell({ c1: [300, 300], c2: [200, 200], c3: [100, 60] })).toEqual([])
    expect(fell({ c1: [300, 300], c2: [200, 200], c3: [100, 0] })).toEqual([])
  })
})

describe('a value that is gone', () => {
  const match = (counts: Counts) => massMatch(made(share('contract', 'open'), 'contract', { counts, up: false }))?.value

  it('is written as another known one where that alone grew, by as many rows', () => {
    expect(match({ open: [200, 0], fixed: [400, 598], trial: [100, 101] })).toBeGreaterThan(0.9)
  })

  it('is not where several grew, where none did, or where some are left', () => {
    expect(match({ open: [200, 0], fixed: [400, 505], trial: [100, 195] })).toBe(0)
    expect(match({ open: [200, 0], fixed: [400, 410], trial: [100, 101] })).toBe(0)
    expect(match({ open: [200, 90], fixed: [400, 510], trial: [100, 101] })).toBe(0)
  })
})

describe('a catch-all', () => {
  const grew = (value: string, counts: Counts) =>
    caughtShare(made(share('plan', value), 'plan', { counts, up: true }))?.value ?? null

  it('holds what no list knows where it grew and no other value lost as many', () => {
    expect(grew('OTHER', { basic: [500, 490], pro: [400, 405], OTHER: [5, 105] })).toBeCloseTo(0.1)
  })

  it('holds no such thing where others lost them, and another word is none', () => {
    expect(grew('OTHER', { basic: [500, 300], pro: [400, 405], OTHER: [5, 205] })).toBeNull()
    expect(grew('gold', { basic: [500, 490], pro: [400, 405], gold: [5, 105] })).toBeNull()
  })
})

describe('what is new', () => {
  const next = (counts: Counts) =>
    isNextVersion(made({ kind: 'distinctCount', column: 'firmware' }, 'firmware', { counts, up: true }))?.value ?? null

  it('is a release where it is the next of versions', () => {
    expect(next({ '7.2': [300, 200], '7.3': [300, 250], '7.10': [0, 150] })).toBe(1)
  })

  it('is none where it is an older one, or where the known values are no versions', () => {
    expect(next({ '7.2': [300, 200], '7.3': [300, 250], '6.9': [0, 150] })).toBe(0)
    expect(next({ basic: [300, 200], pro: [300, 250], '1.0': [0, 150] })).toBe(0)
  })

  it('is none where the versions are only written otherwise', () => {
    expect(next({ '7.2': [300, 200], '7.3': [300, 150], 'v7.3': [0, 150] })).toBe(0)
  })

  it('is no value under a new name where it is the next version, however many rows the last one lost', () => {
    const found = (fresh: string) => {
      const given = made(share('firmware', fresh), 'firmware', {
        counts: { '7.2': [300, 290], '7.3': [300, 140], [fresh]: [0, 160] },
        up: true,
      })
      const state = { ...given, ...propose(given), weighed: true }
      return rank({ ...state, evidence: weighEvidence(state) }).find(({ kind }) => kind === 'valueRecoded')?.verdict
    }
    expect([found('7.4'), found('latest')]).toEqual(['refuted', 'supported'])
  })

  const registered = (alert: number) =>
    isRegistered(
      made({ kind: 'distinctCount', column: 'hotel' }, 'hotel', {
        counts: { h1: [300, 200], h2: [300, 250], h3: [0, 150] },
        up: true,
        more: [
          {
            scan: 'references',
            references: [
              {
                column: 'hotel',
                parent: 'hotels',
                parentColumn: 'hotel',
                orphanRate: { alert, normal: 0 },
                repairedShare: 0,
                beyondShare: 0,
                orphanWithTarget: null,
              },
            ],
          },
        ],
      }),
    )

  it('is registered where the table looked up holds it', () => {
    expect(registered(0)).toEqual({ value: 1, text: 'hotels holds what is new in hotel.' })
    expect(registered(0.25)?.value).toBe(0)
  })

  it('marks a row as deleted by a time or a flag, and not by a text that was not there before', () => {
    const filled = {
      part: 'inside',
      rows: { alert: 300, normal: 200 },
      nullRate: { alert: 0.7, normal: 1 },
      nullWithTarget: null,
      numbers: null,
      texts: null,
    } as const
    const columns = ['closed_at', 'remark'].map(name => ({ column: name, ...filled }))
    const given = made({ kind: 'rowCount' }, 'plan', { counts: {}, up: true, more: [{ scan: 'profile', columns }] })
    const closedAs = (kind: 'text' | 'timestamp'): Case => ({
      ...given,
      focus: { ...focus, table: { ...focus.table, columns: [column('remark'), column('closed_at', kind)] } },
    })
    expect(mark(closedAs('timestamp'))?.column).toBe('closed_at')
    expect(mark(closedAs('text'))).toBeNull()
  })

  it('says that its row is gone in several languages', () => {
    const marked = (value: string) =>
      mark(
        made(share('state', value), 'state', {
          counts: { open: [300, 300], done: [300, 300], [value]: [0, 100] },
          up: true,
        }),
      )?.mark ?? null
    expect(['ANNULÉ', 'gelöscht', 'DEL', 'eliminada', 'cancelled'].map(marked)).toEqual([
      '= ANNULÉ',
      '= gelöscht',
      '= DEL',
      '= eliminada',
      '= cancelled',
    ])
    expect(['delivered', 'nouveau', 'cargado'].map(marked)).toEqual([null, null, null])
  })
})
