import type { Segment } from '../../finding/finding.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ValueCount } from '../../measure/signal.ts'

/** Two values may have as many rows by chance on one day, but not on several. */
const [fewestRows, fewestDays] = [20, 2]

const isSame = (a: ValueCount, b: ValueCount) =>
  a.rows.alert === b.rows.alert &&
  a.days.length >= fewestDays &&
  a.days.length === b.days.length &&
  a.days.every((rows, day) => rows === b.days[day]) &&
  a.lens?.alert === b.lens?.alert &&
  a.lens?.normal === b.lens?.normal

/** The columns of which one value tells the same rows: the only currency of a branch. The column itself among them. */
export const sameRowsIn = (state: Case, { column, value }: Segment[number]): readonly string[] => {
  const columns = signalOf(state, 'values')?.columns ?? []
  const own = columns.find(item => item.column === column)?.values.find(item => item.value === value)
  if (!own || own.rows.alert < fewestRows) return [column]
  return columns
    .filter(item => item.column === column || item.values.some(other => other.value !== null && isSame(own, other)))
    .map(item => item.column)
}
