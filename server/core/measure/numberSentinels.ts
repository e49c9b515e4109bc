import { signalOf } from '../investigation/state.ts'
import type { Case } from './planned.ts'

/** Numbers that systems write where they have no value. */
export const numberSentinels = [-1, 999, 9999, 99999, 999999, -999, -9999] as const

/** The extremes of the alert's day that no normal day knows: -127 of a sensor may be as much a placeholder as -999. */
export type Strange = { readonly low: number | null; readonly high: number | null }

export const strangeOf = (state: Case): Strange => {
  const extremes = signalOf(state, 'series')?.extremes
  if (!extremes) return { low: null, high: null }
  const { low, high } = extremes
  return { low: low.alert < low.normal ? low.alert : null, high: high.alert > high.normal ? high.alert : null }
}

/** What may stand for a missing number in this case. */
export const placeholders = ({ low, high }: Strange): readonly number[] => [
  ...new Set([...numberSentinels, ...(low === null ? [] : [low]), ...(high === null ? [] : [high])]),
]
