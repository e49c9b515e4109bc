import { signalOf } from '../investigation/state.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Case } from '../measure/planned.ts'
import type { Affected } from './affected.ts'
import type { Impact } from './report.ts'

export const impactOf = (state: Case, affected: Affected | null): Impact | null => {
  if (!affected) return null
  const { basis, rows, of } = affected
  return { basis, rows, share: of > 0 ? Math.min(1, rows / of) : null, amount: amountOf(state) }
}

/** What the watched column came to beyond what was expected: of a sum its difference; of an average, that of its values in the window to the normal mean. */
const amountOf = (state: Case): Impact['amount'] => {
  const { metric } = state.question
  const [column] = metricColumns(metric)
  if (column === undefined) return null
  if (metric.kind === 'sum') return { column, difference: (state.anomaly.observed ?? 0) - state.anomaly.expected }
  const totals = metric.kind === 'average' ? windowTotals(state, column) : null
  return totals && { column, difference: totals.sum - totals.usualMean * totals.values }
}

/** Values of the alert's window and their sum, and the mean of the normal windows. */
export const windowTotals = (
  state: Case,
  column: string,
): { readonly sum: number; readonly values: number; readonly usualMean: number } | null => {
  const parts = (signalOf(state, 'profile')?.columns ?? []).flatMap(({ column: name, rows, nullRate, numbers }) =>
    name === column && numbers
      ? [{ values: rows.alert * (1 - nullRate.alert), before: rows.normal * (1 - nullRate.normal), mean: numbers.mean }]
      : [],
  )
  const values = parts.reduce((sum, part) => sum + part.values, 0)
  const before = parts.reduce((sum, part) => sum + part.before, 0)
  if (values <= 0 || before <= 0) return null
  return {
    values,
    sum: parts.reduce((sum, part) => sum + part.values * part.mean.alert, 0),
    usualMean: parts.reduce((sum, part) => sum + part.before * part.mean.normal, 0) / before,
  }
}
