import { findColumn } from '../../dataset/schemaContext.ts'
import type { Column } from '../../dataset/table.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Cause, Localisation } from '../../localisation/localisation.ts'
import type { LeafTable } from '../../localisation/leafTable.ts'
import { localise } from '../../localisation/localise.ts'
import { dayText } from '../../shared/calendar.ts'
import { leafTable } from '../leafTable.ts'
import { lensOf, watchesNulls, type Lens } from '../lens.ts'
import { lensAggregates, lensColumns } from '../lensSql.ts'
import type { Case, Scan } from '../planned.ts'
import { referencesOf } from '../references.ts'
import { placeboScaleOf, scaleOf } from '../scale.ts'
import { isHitToo } from '../hitToo.ts'
import type { Located, SegmentsSignal } from '../signal.ts'
import { dimensionSql, tableSql } from '../sql.ts'
import { isAdded, isRestless } from '../restless.ts'
import { metricColumns } from '../../metric/metric.ts'
import { windowsOf, windowsSql } from '../windows.ts'

/** Bounds of the leaf table that comes back: cheap to fetch, searched in a fraction of a second. */
const mostLeaves = 100_000
const mostDimensions = 5

/** The dimensions whose values part the deviation best, as many as keep the leaf table within bounds. */
export const leafDimensions = (state: Case): readonly Column[] => {
  const known = signalOf(state, 'values')?.columns ?? []
  const watched = metricColumns(state.question.metric)
  const rows = (signalOf(state, 'series')?.rows.normal ?? 0) * 6
  const counts = lensOf(state).model === 'count'
  const ordered = known
    .filter(
      item =>
        !watched.includes(item.column) &&
        !(counts && isRestless(item.values) && !isAdded(item.values)) &&
        !isHitToo(state, item),
    )
    .toSorted((a, b) => b.strength - a.strength)
  const kept: Column[] = []
  let leaves = 1
  for (const { column, distinct } of ordered) {
    const found = findColumn(state.focus.table, column)
    const next = Math.min(leaves * Math.max(1, distinct.alert, distinct.normal), Math.max(rows, leaves))
    if (!found || kept.length >= mostDimensions || next > mostLeaves) continue
    kept.push(found)
    leaves = next
  }
  // A key goes before what was looked up by it, which says the same of the rows.
  const keys = new Set(referencesOf(state.focus).map(reference => reference.column))
  return kept.toSorted((a, b) => Number(keys.has(b.name)) - Number(keys.has(a.name)))
}

/** The leaf cube: additive statistics of both windows and the placebo for every combination of values, searched for the segments that explain the change. */
export const segments: Scan = {
  name: 'segments',
  after: ['values'],
  applies: state => leafDimensions(state).length > 0,
  plan: (state, dialect) => {
    const { focus, question, anomaly } = state
    const lens = lensOf(state)
    const dimensions = leafDimensions(state)
    const windows = windowsSql(windowsOf(question, anomaly), { question, focus, dialect })
    const names = dimensions.map((_, index) => `v${index}`)
    const inner = [
      `${windows.code} AS our_window`,
      ...dimensions.map((column, index) => `${dimensionSql(column, dialect)} AS v${index}`),
      ...lensColumns(lens, focus.table, { dialect, window: windows.day }),
    ]
    return {
      purpose: `Segments by ${dimensions.map(({ name }) => name).join(', ')}: ${dayText(question.day)} against normal days`,
      maxRows: mostLeaves,
      sql:
        `WITH r AS (SELECT ${inner.join(', ')} FROM ${tableSql(focus.table.name)} WHERE ${windows.where}) ` +
        `SELECT ${[...names, ...[0, 1, 2].flatMap(window => lensAggregates(lens, window))].join(', ')} FROM r GROUP BY ${names.join(', ')}`,
    }
  },
  read: (state, answer) => {
    const lens = lensOf(state)
    const dimensions = leafDimensions(state).map(({ name }) => name)
    const table = stillApart(
      state,
      leafTable(answer, dimensions, { lens, scales: [1, scaleOf(state), placeboScaleOf(state)] }),
    )
    const found = localise(table, lens.model, { direction: directionOf(state, lens.model) })
    return implied(state, lens, signal(found, dimensions))
  },
}

/** Where known values of a column take rows from one another by themselves, they are told apart from new ones only, as the one with most rows. */
const stillApart = (state: Case, table: LeafTable): LeafTable => {
  if (lensOf(state).model !== 'count') return table
  const columns = signalOf(state, 'values')?.columns ?? []
  const restless = (column: string) => {
    const values = columns.find(item => item.column === column)?.values ?? []
    return isRestless(values) && isAdded(values) ? values.filter(({ rows }) => rows.normal > 0) : []
  }
  const codes = table.codes.map((own, index) => {
    const { column, values } = table.dimensions[index] ?? { column: '', values: [] }
    const known = new Set(restless(column).map(({ value }) => value))
    const first = values.findIndex(value => known.has(value))
    return own.map(code => (known.has(values[code] ?? null) ? first : code))
  })
  return { ...table, codes }
}

/** The alert's direction, seen through the lens: a missing row is 'down', a null more is 'up', whatever the metric. */
const directionOf = (state: Case, model: 'count' | 'rate' | 'mean'): 'up' | 'down' => {
  const { metric } = state.question
  const series = signalOf(state, 'series')
  if (model === 'count' && series) return series.rows.alert >= series.rows.normal ? 'up' : 'down'
  const lens = lensOf(state)
  if (lens.model === 'rate' && lens.flag.kind === 'changed') return lens.flag.side === 'gone' ? 'down' : 'up'
  const mean = lens.model === 'mean' && lens.size ? series?.size : series?.mean
  if (model === 'mean' && mean) return mean.alert >= mean.normal ? 'up' : 'down'
  if (metric.kind === 'minimum' || metric.kind === 'maximum') return 'up'
  if (metric.kind === 'sum') return state.anomaly.direction === 'up' ? 'down' : 'up'
  if (watchesNulls(state)) return 'up'
  return state.anomaly.direction
}

const nearlyAll = 0.97

/** Flagged rows that became fewer everywhere they could are no segment: where no others were before, none can be spared. */
const implied = (state: Case, lens: Lens, found: SegmentsSignal): SegmentsSignal => {
  if (
    lens.model !== 'rate' ||
    lens.flag.kind !== 'condition' ||
    directionOf(state, 'rate') !== 'down' ||
    found.verdict !== 'located'
  )
    return found
  const [first] = signalOf(state, 'values')?.columns ?? []
  const all = (first?.values ?? []).reduce((sum, { rows, lens: pair }) => sum + rows.normal * (pair?.normal ?? 0), 0)
  const held = found.causes.reduce((sum, { rows, expected }) => sum + rows.normal * expected, 0)
  return all > 0 && held >= nearlyAll * all ? { ...found, verdict: 'everywhere', causes: [] } : found
}

const mostLeads = 5

const located = ({
  segment,
  observed,
  expected,
  effect,
  share,
  score,
  rowsObserved,
  rowsExpected,
}: Cause): Located => ({
  segment,
  observed,
  expected,
  effect,
  share,
  score,
  rows: { alert: rowsObserved, normal: rowsExpected },
})

const signal = (found: Localisation, dimensions: readonly string[]): SegmentsSignal => ({
  scan: 'segments',
  verdict: found.verdict,
  causes: found.causes.map(located),
  leads: found.leads.slice(0, mostLeads).map(located),
  coverage: found.coverage,
  placebo: found.placeboScore,
  complement: { observed: found.complementObserved, expected: found.complementExpected },
  dimensions,
})
