import { sameTable, type TableName } from '../dataset/table.ts'
import { signalOf } from '../investigation/state.ts'
import { lensOf } from '../measure/lens.ts'
import { placeOf } from '../measure/located.ts'
import { mostDays } from '../measure/scans/upstream.ts'
import type { Case } from '../measure/planned.ts'
import { isToldByContent } from '../measure/toldByContent.ts'
import type { UpstreamSignal } from '../measure/tableSignals.ts'
import { median } from '../shared/statistics.ts'
import type { Hop } from './report.ts'

/** Moved at least half as far as its child, the fault came from there; by a quarter or less, it did not. */
const moves = 0.5
const stands = 0.25
/** Tables of another grain cannot be compared: their rows differ by more than this factor. */
const sameGrain = 2

/** The tables upstream with whether each moved as this one did, the nearest first, up to the first one that did not or could not be told. */
export const walkUpstream = (state: Case): readonly Hop[] => {
  const found = signalOf(state, 'upstream')
  if (!state.anomalous || !found) return []
  const hops = found.tables.map(table => hopOf(state, table))
  const last = hops.findIndex(hop => hop.state !== 'moved')
  return last < 0 ? hops : hops.slice(0, last + 1)
}

/** Where it was born: the farthest table in a row that moved as well, else this one. */
export const originOf = (state: Case): TableName =>
  walkUpstream(state).findLast(hop => hop.state === 'moved')?.table ?? state.focus.table.name

const hopOf = (state: Case, measured: UpstreamSignal['tables'][number]): Hop => {
  const { table, observed, usual, rows } = measured
  const shift = ownShift(state)
  const size = signalOf(state, 'series')?.rows.normal ?? 0
  const comparable = rows.normal > 0 && size > 0 && Math.max(rows.normal / size, size / rows.normal) <= sameGrain
  const inside = movedInside(state, measured)
  const whole =
    comparable && shift !== null && shift !== 0 && observed !== null && usual !== null
      ? (observed - usual) / (shift * unitThere(state, usual))
      : null
  const share = comparable && inside !== null ? inside : whole
  const { edges, upstream = [] } = state.focus
  const told = edges ? edges.some(({ from, source }) => source !== null && sameTable(from, table)) : upstream.length > 0
  return {
    table,
    observed,
    usual,
    share,
    ...(told && { inferred: false }),
    ...(isToldByContent(state.focus, table) && { byContent: true as const }),
    state: share === null || (share > stands && share < moves) ? 'notCheckable' : share >= moves ? 'moved' : 'notMoved',
  }
}

/** The same of the located segments alone, whose move is not lost in how all the rest swings; null where it was not measured. */
export const movedInside = (state: Case, { inside, usual }: UpstreamSignal['tables'][number]): number | null => {
  const own = shiftInside(state)
  return inside && own !== null && own !== 0
    ? (inside.alert - inside.normal) / (own * unitThere(state, usual ?? 0))
    : null
}

const ofValues = new Set(['sum', 'average', 'minimum', 'maximum'])
/** Numbers so much greater or smaller are in another unit. */
const otherUnit = 10

/** How many times what a number is here it is upstream, where it is counted in another unit there: cents for euros. */
const unitThere = (state: Case, usual: number): number => {
  const own = ownUsual(state)
  if (!ofValues.has(state.question.metric.kind) || own === null || own === 0 || usual === 0) return 1
  const times = Math.abs(usual / own)
  return times >= otherUnit || times <= 1 / otherUnit ? times : 1
}

/** What the located segments have more of a metric that adds up; null where they were looked at by a share, which does not add up to it. */
const shiftInside = (state: Case): number | null => {
  const causes = placeOf(state)?.causes ?? []
  const add = (read: (cause: (typeof causes)[number]) => number) => causes.reduce((sum, cause) => sum + read(cause), 0)
  const lens = lensOf(state)
  const rows = add(({ observed, expected }) => observed - expected)
  if (lens.model === 'count')
    return state.question.metric.kind === 'sum' ? rows * (signalOf(state, 'series')?.mean?.normal ?? 1) : rows
  return lens.model === 'mean'
    ? add(({ observed, expected, rows: counted }) => observed * counted.alert - expected * counted.normal)
    : null
}

/** The median of the same normal days here. */
const ownUsual = ({ anomaly }: Case): number | null => {
  const days = anomaly.baselineDays.slice(0, mostDays)
  const before = anomaly.series.flatMap(({ at, value }) => (days.includes(at) && value !== null ? [value] : []))
  return before.length === 0 ? null : median(before)
}

/** How far this table's own value is from it. */
const ownShift = (state: Case): number | null => {
  const usual = ownUsual(state)
  return state.anomaly.observed === null || usual === null ? null : state.anomaly.observed - usual
}
