import { signalOf, type State } from '../investigation/state.ts'
import type { Located, SegmentsSignal, ValueCount } from './signal.ts'

const rowsOf = (values: readonly ValueCount[]) => ({
  alert: values.reduce((sum, { rows }) => sum + rows.alert, 0),
  normal: values.reduce((sum, { rows }) => sum + rows.normal, 0),
})

/** Fewer rows than this on a normal day may be away by chance. */
const fewest = 10
/** Of the rows that went with the values, at least so many must be missing from the whole; else others took their place. */
const leastMissing = 0.5

type Place = Pick<SegmentsSignal, 'verdict' | 'causes' | 'coverage' | 'complement'>

/** Of the rows that a value had, at most so many are left of one that is nearly silent; where hardly any is left, a filter may have taken them. */
const silent = 0.35
const hardlyAny = 0.03
/** Of the rows that a value lost, others may have gained so many; else they bear another value now. */
const mostGained = 0.3
/** Standard deviations that the rows of another value swing by themselves. */
const swing = 3

/** Whether the farthest table upstream lacks most of what a share counts: then nothing took it on the way. */
const isSilentAtSource = (state: State) => {
  const source = signalOf(state, 'upstream')?.tables.findLast(({ usual }) => usual !== null && usual > 0)
  return source != null && (source.observed ?? 0) <= silent * (source.usual ?? 0)
}

/** The value that a share watches, where most of its rows stopped coming and no other value has them. */
export const silentValue = (state: State): Place | null => {
  const metric = state.question?.metric
  if (metric?.kind !== 'share' || metric.where.operator !== '=' || state.anomaly?.direction !== 'down') return null
  const { column, value } = metric.where
  const values = signalOf(state, 'values')?.columns.find(item => item.column === column)?.values ?? []
  const isWatched = (item: ValueCount) => item.value === (value === null ? null : String(value))
  const [rows, others] = [rowsOf(values.filter(isWatched)), values.filter(item => !isWatched(item))]
  const rest = rowsOf(others)
  if (
    rows.normal < fewest ||
    rest.normal <= 0 ||
    rows.alert > silent * rows.normal ||
    (rows.alert <= hardlyAny * rows.normal && !isSilentAtSource(state))
  )
    return null
  // By the others without the one that gained most, for that one may have taken the rows.
  const taker = others.reduce<ValueCount | null>(
    (a, b) => (a === null || b.rows.alert - b.rows.normal > a.rows.alert - a.rows.normal ? b : a),
    null,
  )
  const without = rowsOf(others.filter(item => item !== taker))
  const usual = without.normal >= fewest ? without.alert / without.normal : 1
  const gained = others.reduce(
    (sum, item) =>
      sum + Math.max(0, item.rows.alert - item.rows.normal * usual - swing * Math.sqrt(item.rows.normal * usual + 1)),
    0,
  )
  const lost = rows.normal * usual - rows.alert
  if (gained > mostGained * lost) return null
  const expected = rows.normal * usual
  const cause: Located = {
    segment: [{ column, value: value === null ? null : String(value) }],
    observed: rows.alert,
    expected,
    effect: rows.alert / expected - 1,
    share: 1,
    rows: { alert: rows.alert, normal: expected },
    score: lost,
  }
  return {
    verdict: 'located',
    causes: [cause],
    coverage: 1,
    complement: { observed: rest.alert, expected: rest.alert },
  }
}

/**
 * The values that a distinct count lost together with their rows. The search over segments leaves the watched column out, though here it tells
 * the place. Null where no value is gone, or where its rows bear another value now.
 */
export const goneValues = (state: State): Place | null => {
  const metric = state.question?.metric
  if (metric?.kind !== 'distinctCount' || state.anomaly?.direction !== 'down') return null
  const values = signalOf(state, 'values')?.columns.find(({ column }) => column === metric.column)?.values ?? []
  const gone = values.filter(({ rows }) => rows.normal >= fewest && rows.alert <= rows.normal * 0.01)
  const [all, lost] = [rowsOf(values), rowsOf(gone)]
  const missing = all.normal - all.alert
  if (gone.length === 0 || missing < leastMissing * lost.normal) return null
  const causes = gone.map(({ value, rows }): Located => ({
    segment: [{ column: metric.column, value }],
    observed: rows.alert,
    expected: rows.normal,
    effect: -1,
    share: rows.normal / Math.max(missing, rows.normal),
    rows,
    score: rows.normal,
  }))
  return {
    verdict: 'located',
    causes,
    coverage: Math.min(1, lost.normal / missing),
    complement: { observed: all.alert - lost.alert, expected: all.normal - lost.normal },
  }
}
