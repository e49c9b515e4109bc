import { movedInside } from '../../finding/walkUpstream.ts'
import { signalOf } from '../../investigation/state.ts'
import { locatedSegments } from '../../measure/located.ts'
import { mostDays } from '../../measure/scans/upstream.ts'
import type { Case } from '../../measure/planned.ts'
import { median } from '../../shared/statistics.ts'
import type { Reading } from '../fault.ts'
import { coverage } from './place.ts'
import { percent, segmentsText } from './text.ts'

/** A table upstream that lacks less of what is missing here has it. */
const hasThem = 0.25
/** A table with more rows than the one upstream is made from others, too. */
const mostOfSource = 1.05

/** The rows of the value that a share watches, in the farthest table upstream and in a usual one of its days. */
const watchedAtSource = (state: Case): Reading | null => {
  const { metric } = state.question
  const source = signalOf(state, 'upstream')?.tables.findLast(({ usual }) => usual !== null)
  if (metric.kind !== 'share' || state.anomaly.direction !== 'down' || !source?.usual || source.observed === null)
    return null
  const [now, usual] = [source.observed * source.rows.alert, source.usual * source.rows.normal]
  if (usual <= 0) return null
  return {
    value: Math.max(0, Math.min(1, 1 - now / usual)),
    text: `${source.table.name} has ${percent(now / usual)} of its usual rows of what the share counts.`,
  }
}

/**
 * Of what the located segments lack here, or the value that a share watches, the share that the farthest table upstream lacks too: 1 where it never came, 0 where it was lost
 * on the way; null where it was not measured.
 */
export const missingAtSource = (state: Case): Reading | null => insideAtSource(state) ?? watchedAtSource(state)

const insideAtSource = (state: Case): Reading | null => {
  const source = signalOf(state, 'upstream')?.tables.findLast(({ inside }) => inside !== undefined)
  const moved = source ? movedInside(state, source) : null
  if (!source || moved === null) return null
  const value = Math.max(0, Math.min(1, moved))
  return {
    value,
    text: `${source.table.name} lacks ${percent(value)} of what ${segmentsText(locatedSegments(state))} lacks here.`,
  }
}

/** The rows that are lost on the way from the farthest table upstream, beyond what usually is; null where that was not measured, or where the two have rows of their own. */
export const lostBetween = (state: Case): number | null => {
  const source = signalOf(state, 'upstream')?.tables.at(-1)
  const rows = signalOf(state, 'series')?.rows
  // By the same days as there, so that what both do by themselves falls out.
  const days = state.anomaly.baselineDays.slice(0, mostDays)
  const before = state.anomaly.series.flatMap(point => (days.includes(point.at) ? [point.rows] : []))
  if (!source || !rows || source.rows.normal <= 0 || before.length === 0) return null
  const kept = median(before) / source.rows.normal
  return kept > mostOfSource ? null : kept * source.rows.alert - rows.alert
}

/** How much of the change the located segments explain, where the table upstream has what they lack; null elsewhere. */
export const lostOnTheWay = (state: Case): Reading | null =>
  (insideAtSource(state)?.value ?? 1) <= hasThem ? coverage(state) : null
