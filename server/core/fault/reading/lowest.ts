import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Reading } from '../fault.ts'
import { percent, whole } from './text.ts'

/** Least values that stand for a missing one where all others are above them. */
const lowest = new Set([0, -1, -999, -9999])

/**
 * Of the rows beyond every value of normal days, the share that hold the least value of the day, where that is a placeholder by its look: one row is enough to move a minimum,
 * however small its share of all. Null where no minimum fell to such a value.
 */
export const lowestIsPlaceholder = (state: Case): Reading | null => {
  const {
    question: { metric },
    anomaly: { observed, direction },
  } = state
  if (metric.kind !== 'minimum' || direction !== 'down' || observed === null || !lowest.has(observed)) return null
  const [column] = metricColumns(metric)
  let [beyond, held] = [0, 0]
  for (const { column: name, numbers, rows, nullRate } of signalOf(state, 'profile')?.columns ?? []) {
    if (name !== column || !numbers?.grain?.beyond) continue
    const rate =
      observed === 0 ? numbers.zeroRate : numbers.sentinels.find(({ value }) => value === String(observed))?.rate
    beyond += numbers.grain.beyond.rows
    held += rows.alert * (1 - nullRate.alert) * (rate?.alert ?? 0)
  }
  if (beyond === 0) return null
  const value = Math.min(1, held / beyond)
  return {
    value,
    text: `${percent(value)} of the ${whole(beyond)} ${beyond === 1 ? 'row' : 'rows'} beyond every value of normal days ${beyond === 1 ? 'holds' : 'hold'} ${whole(observed)}.`,
  }
}
