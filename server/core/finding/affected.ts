import { signalOf } from '../investigation/state.ts'
import { lensOf } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import { literal, quote } from '../measure/sql.ts'
import type { Finding, Segment } from './finding.ts'

/** How many rows it touches: missing or added ones, flagged beyond what is usual, or all rows of the segments. */
export const affected = (state: Case, segments: readonly Segment[]): Pick<Finding, 'affectedRows' | 'affectedPredicate'> => {
  if (!state.anomalous) return { affectedRows: null, affectedPredicate: null }
  return { affectedRows: rowsOf(state), affectedPredicate: predicate(state, segments) }
}

const rowsOf = (state: Case): number | null => {
  const rows = signalOf(state, 'series')?.rows
  const found = signalOf(state, 'segments')
  const lens = lensOf(state)
  if (!rows) return null
  if (lens.model === 'count') return Math.round(Math.abs(rows.alert - rows.normal))
  const causes = found?.verdict === 'located' ? found.causes : []
  if (lens.model === 'mean') return causes.length > 0 ? Math.round(causes.reduce((sum, cause) => sum + cause.rows.alert, 0)) : Math.round(rows.alert)
  if (causes.length > 0) return Math.round(causes.reduce((sum, cause) => sum + Math.abs(cause.observed - cause.expected) * cause.rows.alert, 0))
  const { observed, expected } = state.anomaly
  return observed === null ? null : Math.round(Math.abs(observed - expected) * rows.alert)
}

/** The rows of the segments that the lens flags, as a predicate for a person to paste behind WHERE. */
const predicate = (state: Case, segments: readonly Segment[]): string | null => {
  const lens = lensOf(state)
  const where = segments.map(segment => segment.map(({ column, value }) => value === null ? `${quote(column)} IS NULL` : `${quote(column)} = ${literal(value)}`).join(' AND '))
  const place = where.length > 1 ? `(${where.map(part => `(${part})`).join(' OR ')})` : where[0]
  const flagged = lens.model === 'rate' && lens.flag.kind === 'null' ? `${quote(lens.flag.column)} IS NULL` : null
  const parts = [place, flagged].filter(part => part !== undefined && part !== null && part !== '')
  return parts.length > 0 ? parts.join(' AND ') : null
}
