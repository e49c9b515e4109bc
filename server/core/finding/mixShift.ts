import { signalOf } from '../investigation/state.ts'
import { turnsOver } from '../measure/keyColumns.ts'
import type { Case } from '../measure/planned.ts'
import type { ValuesSignal } from '../measure/signal.ts'
import { metricColumns } from '../metric/metric.ts'

/** The share of the change that groups of other sizes with their old rates (or means) would make, by the column where it is largest. Null where rows are counted. */
export const mixShift = (state: Case): { readonly column: string; readonly share: number } | null => {
  const watched = metricColumns(state.question.metric)
  const columns = (signalOf(state, 'values')?.columns ?? []).filter(
    ({ column, values }) => !watched.includes(column) && !turnsOver(values),
  )
  const shares = columns.flatMap(({ column, values }) => {
    const share = mixShare(values)
    return share === null ? [] : [{ column, share }]
  })
  return shares.toSorted((a, b) => b.share - a.share)[0] ?? null
}

/** Kitagawa's decomposition: sum of (new weight - old weight) * old rate, over the whole change; within 0..1. */
const mixShare = (values: ValuesSignal['columns'][number]['values']): number | null => {
  const known = values.flatMap(({ rows, lens }) => (lens ? [{ rows, lens }] : []))
  const alert = known.reduce((sum, { rows }) => sum + rows.alert, 0)
  const normal = known.reduce((sum, { rows }) => sum + rows.normal, 0)
  if (alert <= 0 || normal <= 0) return null
  const before = known.reduce((sum, { rows, lens }) => sum + rows.normal * lens.normal, 0) / normal
  const after = known.reduce((sum, { rows, lens }) => sum + rows.alert * lens.alert, 0) / alert
  if (after === before) return null
  // A group that is new has no rate of its own to have kept; the usual one stands in.
  const mix = known.reduce(
    (sum, { rows, lens }) =>
      sum + (rows.alert / alert - rows.normal / normal) * (rows.normal > 0 ? lens.normal : before),
    0,
  )
  return Math.max(0, Math.min(1, mix / (after - before)))
}
