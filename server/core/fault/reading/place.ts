import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { turnsOver } from '../../measure/keyColumns.ts'
import type { Reading } from '../fault.ts'
import { rowRatio } from './rows.ts'
import { percent, segmentsText } from './text.ts'

const found = (state: Case) => signalOf(state, 'segments')
export const isLocated = (state: Case) => found(state)?.verdict === 'located'

/** Rows inside the located segments over those expected; that of the whole table where nothing is located. */
export const rowsInside = (state: Case): Reading | null => {
  const signal = found(state)
  if (!signal) return null
  if (signal.verdict !== 'located') return { value: 1, text: 'No segment stands out.' }
  const alert = signal.causes.reduce((sum, { rows }) => sum + rows.alert, 0)
  const normal = signal.causes.reduce((sum, { rows }) => sum + rows.normal, 0)
  const value = normal > 0 ? alert / normal : 1
  return { value, text: `${segmentsText(signal.causes.map(({ segment }) => segment))} has ${percent(value)} of the rows expected.` }
}

/** Rows outside the located segments over those expected. */
export const rowsOutside = (state: Case): Reading | null => {
  const signal = found(state)
  if (!signal) return null
  const { observed, expected } = signal.complement
  const value = signal.verdict === 'located' && expected > 0 ? observed / expected : rowRatio(state)
  return { value, text: `All else has ${percent(value)} of the rows expected.` }
}

/** Share of the deviation that the located segments explain; 0 where none is located. */
export const coverage = (state: Case): Reading | null => {
  const signal = found(state)
  if (!signal) return null
  if (signal.verdict !== 'located') return { value: 0, text: 'No segment explains the change.' }
  return { value: signal.coverage, text: `${segmentsText(signal.causes.map(({ segment }) => segment))} explains ${percent(signal.coverage)} of the change.` }
}

/** 1 when all segments moved alike, 0 when some stand out. */
export const movedAlike = (state: Case): Reading | null => {
  const signal = found(state)
  if (!signal) return null
  if (signal.verdict === 'located') return { value: 0, text: `The change sits in ${segmentsText(signal.causes.map(({ segment }) => segment))}.` }
  return { value: 1, text: `No combination of ${signal.dimensions.join(', ')} stands out.` }
}

const newShare = 0.001

/** 1 when the located segments are bounded by a value that the normal days hardly know. */
export const valueIsNew = (state: Case): Reading | null => {
  const signal = found(state)
  const values = signalOf(state, 'values')
  if (!signal || !values) return null
  if (signal.verdict !== 'located') return { value: 0, text: 'No segment stands out.' }
  for (const { column, value } of signal.causes.flatMap(({ segment }) => segment)) {
    const known = values.columns.find(item => item.column === column)
    const total = known?.values.reduce((sum, { rows }) => sum + rows.normal, 0) ?? 0
    const count = known?.values.find(item => item.value === value)
    if (known && count && !turnsOver(known.values) && count.rows.normal <= total * newShare) {
      return { value: 1, text: `${column} = ${value ?? 'null'} has rows now and had none on the normal days.` }
    }
  }
  return { value: 0, text: `${segmentsText(signal.causes.map(({ segment }) => segment))} was there before.` }
}
