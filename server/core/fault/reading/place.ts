import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { placeOf } from '../../measure/located.ts'
import { isNewEveryDay } from '../../measure/everyDay.ts'
import type { ValueCount } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { rowRatio } from './rows.ts'
import { newestVersion } from './launches.ts'
import { percent, segmentsText } from './text.ts'

/** Rows inside the located segments over those expected; that of the whole table where nothing is located. */
export const rowsInside = (state: Case): Reading | null => {
  const signal = placeOf(state)
  if (!signal) return null
  if (signal.verdict !== 'located') return { value: 1, text: 'No segment stands out.' }
  const alert = signal.causes.reduce((sum, { rows }) => sum + rows.alert, 0)
  const normal = signal.causes.reduce((sum, { rows }) => sum + rows.normal, 0)
  const value = normal > 0 ? alert / normal : 1
  return {
    value,
    text: `${segmentsText(signal.causes.map(({ segment }) => segment))} has ${percent(value)} of the rows expected.`,
  }
}

/** Rows outside the located segments over those expected. */
export const rowsOutside = (state: Case): Reading | null => {
  const signal = placeOf(state)
  if (!signal) return null
  const { observed, expected } = signal.complement
  const value = signal.verdict === 'located' && expected > 0 ? observed / expected : rowRatio(state)
  return { value, text: `All else has ${percent(value)} of the rows expected.` }
}

/** Share of the deviation that the located segments explain; 0 where none is located. */
export const coverage = (state: Case): Reading | null => {
  const signal = placeOf(state)
  if (!signal) return null
  if (signal.verdict !== 'located') return { value: 0, text: 'No segment explains the change.' }
  return {
    value: signal.coverage,
    text: `${segmentsText(signal.causes.map(({ segment }) => segment))} explains ${percent(signal.coverage)} of the change.`,
  }
}

/** 1 when all segments moved alike, 0 when some stand out. */
export const movedAlike = (state: Case): Reading | null => {
  const signal = placeOf(state)
  if (!signal) return null
  if (signal.verdict === 'located')
    return { value: 0, text: `The change sits in ${segmentsText(signal.causes.map(({ segment }) => segment))}.` }
  return { value: 1, text: `No combination of ${signal.dimensions.join(', ')} stands out.` }
}

const newShare = 0.001
/** A release that still spreads: normal days know it, and several times as many rows have it now. */
const spreads = 3

/** The value that the normal days hardly know, or the newest version that spreads, and that holds most of the nulls beyond the usual, with its share of them. */
export const newValueWithNulls = (state: Case) => {
  const { observed, expected } = state.anomaly
  const rows = signalOf(state, 'series')?.rows.alert ?? 0
  const all = (signalOf(state, 'values')?.columns ?? []).filter(({ values }) => !isNewEveryDay(values))
  const excess = all.flatMap(({ column, values }) => {
    const [total, now] = [
      values.reduce((sum, item) => sum + item.rows.normal, 0),
      values.reduce((sum, item) => sum + item.rows.alert, 0),
    ]
    const usual =
      values.reduce((sum, item) => sum + item.rows.normal * (item.lens?.normal ?? 0), 0) / Math.max(total, 1)
    const beyond = values.map(item => item.rows.alert * ((item.lens?.alert ?? 0) - usual))
    const whole = Math.max(
      beyond.reduce((sum, part) => sum + part, 0),
      rows > 0 && observed !== null ? (observed - expected) * rows * 0.5 : 0,
      1,
    )
    const newest = newestVersion(values)
    const isFresh = ({ value, rows }: ValueCount) =>
      rows.normal <= total * newShare || (value === newest && rows.alert >= spreads * rows.normal)
    return values.flatMap((item, index) =>
      item.value !== null && item.rows.alert > 0 && isFresh(item)
        ? [
            {
              column,
              value: item.value,
              share: (beyond[index] ?? 0) / whole,
              ofRows: item.rows.alert / Math.max(1, now),
            },
          ]
        : [],
    )
  })
  return excess.length === 0 ? null : excess.reduce((a, b) => (b.share > a.share ? b : a))
}

/** The share of the nulls beyond the usual that sit in one value new in the table, less those that its share of the rows would have by chance. */
export const nullsInNewValue = (state: Case): Reading | null => {
  if (!signalOf(state, 'values')) return null
  const found = newValueWithNulls(state)
  if (!found) return { value: 0, text: 'No value is new in the table.' }
  const share = Math.min(1, found.share)
  const value = found.ofRows < 1 ? Math.max(0, (share - found.ofRows) / (1 - found.ofRows)) : 0
  const held = `holds ${percent(share)} of the nulls beyond the usual and ${percent(found.ofRows)} of the rows`
  return { value, text: `${found.column} = ${found.value}, hardly there on the normal days, ${held}.` }
}

const fileLike =
  /\.(csv|json|jsonl|parquet|orc|avro|gz|zip|txt|xml|xlsx?)$|(^|[_\-/])(part|file|batch|shard|chunk|partition)[_\-]?\d/i

/** 1 when the located segments are files or partitions by their values. */
export const segmentIsFile = (state: Case): Reading | null => {
  const signal = placeOf(state)
  if (!signal) return null
  const files =
    signal.verdict === 'located' &&
    signal.causes.length > 0 &&
    signal.causes.every(({ segment }) => segment.some(({ value }) => value !== null && fileLike.test(value)))
  return files
    ? { value: 1, text: `${segmentsText(signal.causes.map(({ segment }) => segment))} is a file or part of a load.` }
    : { value: 0, text: 'What is missing is no file by its name.' }
}
