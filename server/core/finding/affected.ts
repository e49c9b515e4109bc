import { findColumn } from '../dataset/schemaContext.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { signalOf } from '../investigation/state.ts'
import type { Dialect, Sql } from '../measure/dialect.ts'
import { lensOf, type Flag } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import type { Located } from '../measure/signal.ts'
import { conditionSql, literal, quote, tableSql } from '../measure/sql.ts'
import type { Segment } from './finding.ts'
import { markOf } from './marks/index.ts'
import type { ImpactBasis } from './report.ts'

/**
 * Which rows are affected, how many, out of how many. `usual` of them would be there anyway; `where` tells them within the segments, if a condition does;
 * `day` says that the whole day was counted rather than its hours from the onset.
 */
export type Affected = {
  readonly basis: ImpactBasis
  readonly rows: number
  readonly of: number
  readonly usual: number
  readonly where: Sql | null
  readonly segments: readonly Segment[]
  readonly key: readonly string[]
  readonly day: boolean
}

/** `kind` is the cause where one was found; without a dialect no row is told by its values. */
export type Placed = {
  readonly kind: FaultKind | null
  readonly segments: readonly Segment[]
  readonly dialect: Dialect | null
}

const copying = new Set<FaultKind>(['duplicatedLoad', 'scatteredDuplicates', 'joinFanOut'])
/** Rows that these took away cannot be pointed at. */
const taking = new Set<FaultKind>([
  'missingSlice',
  'partialLoad',
  'staleReplica',
  'feedOutage',
  'restrictiveFilter',
  'rowCap',
])

/** The causes that the report names as the place. */
export const placedCauses = (state: Case, segments: readonly Segment[]): readonly Located[] => {
  const found = signalOf(state, 'segments')
  return segments.length > 0 && found?.verdict === 'located' ? found.causes : []
}

export const affectedOf = (state: Case, placed: Placed): Affected | null => {
  const day = signalOf(state, 'series')?.rows
  if (!state.anomalous || !day) return null
  const copies = placed.kind !== null && copying.has(placed.kind) ? copiesOf(state) : null
  if (copies) return copies
  const mark = markOf(state, placed.kind, placed.dialect)
  if (mark)
    return {
      ...mark,
      basis: 'marked',
      rows: Math.max(0, Math.round(mark.rows - mark.usual)),
      of: day.alert,
      key: [],
      day: false,
    }
  const lens = lensOf(state)
  if (lens.model === 'rate') return flaggedOf(state, placed, { flag: lens.flag, of: day.alert })
  const causes = placedCauses(state, placed.segments)
  const all = { where: null, key: [], segments: causes.map(({ segment }) => segment) }
  if (lens.model === 'count') {
    return {
      ...all,
      basis: day.alert < day.normal ? 'missing' : 'added',
      rows: Math.round(Math.abs(day.alert - day.normal)),
      of: day.normal,
      usual: day.normal,
      day: true,
    }
  }
  const rows = causes.length > 0 ? causes.reduce((sum, cause) => sum + cause.rows.alert, 0) : day.alert
  return { ...all, basis: 'segment', rows: Math.round(rows), of: day.alert, usual: 0, day: causes.length === 0 }
}

const rates = new Set(['nullRate', 'share', 'duplicateRate'])

/** Flagged rows beyond the usual: in the segments; else on the whole day where the metric is their rate; else in the window. */
const flaggedOf = (
  state: Case,
  { segments, kind }: Placed,
  { flag, of }: { flag: Flag; of: number },
): Affected | null => {
  const { observed, expected } = state.anomaly
  const causes = placedCauses(state, segments)
  const shared = { basis: 'flagged', of, key: flag.kind === 'repeat' ? flag.key : [] } as const
  const where = (fewer: boolean) => (fewer && kind !== null && taking.has(kind) ? null : flagWhere(state, flag, fewer))
  if (causes.length > 0) {
    const count = (read: (cause: Located) => number) =>
      causes.reduce((sum, cause) => sum + read(cause) * cause.rows.alert, 0)
    const [flagged, usual] = [count(cause => cause.observed), count(cause => cause.expected)]
    return {
      ...shared,
      segments: causes.map(({ segment }) => segment),
      rows: Math.round(Math.abs(flagged - usual)),
      usual,
      where: where(flagged < usual),
      day: false,
    }
  }
  if (rates.has(state.question.metric.kind)) {
    const rows = ((observed ?? expected) - expected) * of
    return {
      ...shared,
      segments: [],
      rows: Math.round(Math.abs(rows)),
      usual: expected * of,
      where: where(rows < 0),
      day: true,
    }
  }
  const whole = wholeWindow(state)
  return (
    whole && {
      ...shared,
      segments: [],
      rows: Math.round(Math.abs(whole.flagged - whole.usual)),
      usual: whole.usual,
      where: where(whole.flagged < whole.usual),
      day: false,
    }
  )
}

/** All flagged rows of the window, by a column whose values were all read. */
const wholeWindow = (state: Case): { flagged: number; usual: number } | null => {
  const [best] = (signalOf(state, 'values')?.columns ?? []).toSorted((a, b) => a.values.length - b.values.length)
  if (!best || Math.max(best.distinct.alert, best.distinct.normal) > best.values.length) return null
  const count = (window: 'alert' | 'normal') =>
    best.values.reduce((sum, { rows, lens }) => sum + rows[window] * (lens?.[window] ?? 0), 0)
  return { flagged: Math.round(count('alert')), usual: count('normal') }
}

/** Rows beyond the first of each key in the window. */
const copiesOf = (state: Case): Affected | null => {
  const keys = signalOf(state, 'keys')
  if (!keys || keys.duplicateRate.alert <= 0 || keys.duplicateRate.alert >= 1) return null
  const of = keys.distinct.alert / (1 - keys.duplicateRate.alert)
  const [key, ...more] = keys.key
  const where =
    key === undefined || more.length > 0
      ? null
      : `${quote(key)} IN (SELECT ${quote(key)} FROM ${tableSql(state.focus.table.name)} GROUP BY ${quote(key)} HAVING count(*) > 1)`
  return {
    basis: 'copies',
    rows: Math.round(of - keys.distinct.alert),
    of,
    usual: 0,
    where,
    segments: [],
    key: keys.key,
    day: false,
  }
}

const mostValues = 20

/** The flagged rows; where there are `fewer` than usual, those that are no longer are among the others. */
const flagWhere = (state: Case, flag: Flag, fewer: boolean): Sql | null => {
  switch (flag.kind) {
    case 'null':
      return `${quote(flag.column)} IS ${fewer ? 'NOT NULL' : 'NULL'}`
    case 'condition': {
      const column = findColumn(state.focus.table, flag.where.column)
      if (!column) return null
      const holds = conditionSql(flag.where, column)
      return fewer ? `NOT (${holds})` : holds
    }
    case 'changed': {
      const values = signalOf(state, 'values')?.columns.find(({ column }) => column === flag.column)?.values ?? []
      const fresh = values.flatMap(({ value, rows }) =>
        value !== null && rows.alert > 0 && rows.normal === 0 ? [literal(value)] : [],
      )
      return fresh.length > 0 && fresh.length <= mostValues ? `${quote(flag.column)} IN (${fresh.join(', ')})` : null
    }
    case 'beyond':
      return Number.isFinite(flag.high) ? `${quote(flag.column)} > ${flag.high}` : `${quote(flag.column)} < ${flag.low}`
    case 'repeat':
      return null
  }
}

/** The column whose values alone they are; null where they are more than that, or one of them is no value. */
const onlyColumn = (segments: readonly Segment[]): string | null => {
  const [first] = segments[0] ?? []
  const plain =
    segments.length > 1 &&
    segments.every(
      ([own, ...more]) => own !== undefined && own.value !== null && own.column === first?.column && more.length === 0,
    )
  return plain ? (first?.column ?? null) : null
}

/** The segments as a condition to paste behind WHERE; null for all rows. */
export const placeWhere = (segments: readonly Segment[]): Sql | null => {
  const column = onlyColumn(segments)
  if (column !== null)
    return `${quote(column)} IN (${segments
      .flatMap(([own]) => own?.value ?? [])
      .map(literal)
      .join(', ')})`
  const parts = segments.map(segment =>
    segment
      .map(({ column: name, value }) =>
        value === null ? `${quote(name)} IS NULL` : `${quote(name)} = ${literal(value)}`,
      )
      .join(' AND '),
  )
  const [only] = parts
  if (only === undefined || only === '') return null
  return parts.length === 1 ? only : `(${parts.map(part => `(${part})`).join(' OR ')})`
}

/** The affected rows as a condition for a person to paste behind WHERE; null where none can be given. */
export const affectedPredicate = (affected: Affected | null, segments: readonly Segment[]): Sql | null => {
  if (!affected) return null
  const parts = [placeWhere(segments), affected.where].filter(part => part !== null)
  return parts.length > 0 ? parts.join(' AND ') : null
}
