import { signalOf, type State } from '../investigation/state.ts'
import type { Located, SegmentsSignal, ValueCount } from './signal.ts'

const rowsOf = (values: readonly ValueCount[]) => ({
  alert: values.reduce((sum, { rows }) => sum + rows.alert, 0), normal: values.reduce((sum, { rows }) => sum + rows.normal, 0),
})

/** Fewer rows than this on a normal day may be away by chance. */
const fewest = 10
/** Of the rows that went with the values, at least so many must be missing from the whole; else others took their place. */
const leastMissing = 0.5

/**
 * The values that a distinct count lost together with their rows. The search over segments leaves the watched column out, though here it tells
 * the place. Null where no value is gone, or where its rows bear another value now.
 */
export const goneValues = (state: State): Pick<SegmentsSignal, 'verdict' | 'causes' | 'coverage' | 'complement'> | null => {
  const metric = state.question?.metric
  if (metric?.kind !== 'distinctCount' || state.anomaly?.direction !== 'down') return null
  const values = signalOf(state, 'values')?.columns.find(({ column }) => column === metric.column)?.values ?? []
  const gone = values.filter(({ rows }) => rows.normal >= fewest && rows.alert <= rows.normal * 0.01)
  const [all, lost] = [rowsOf(values), rowsOf(gone)]
  const missing = all.normal - all.alert
  if (gone.length === 0 || missing < leastMissing * lost.normal) return null
  const causes = gone.map(({ value, rows }): Located => ({
    segment: [{ column: metric.column, value }], observed: rows.alert, expected: rows.normal, effect: -1, share: rows.normal / Math.max(missing, rows.normal), rows, score: rows.normal,
  }))
  return {
    verdict: 'located', causes, coverage: Math.min(1, lost.normal / missing),
    complement: { observed: all.alert - lost.alert, expected: all.normal - lost.normal },
  }
}
