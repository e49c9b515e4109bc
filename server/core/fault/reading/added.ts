import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { arrivals } from './newcomers.ts'
import { percent, whole } from './text.ts'
import { trialRows } from './traits.ts'

/** How nearly two numbers of rows are the same, 0..1. */
export const alike = (a: number, b: number) => (a <= 0 || b <= 0 ? 0 : Math.min(a, b) / Math.max(a, b))

/** Rows of the alert's window beyond those expected, inside and outside the located segments together; null before the profile. */
export const extraRows = (state: Case): number | null => {
  const columns = signalOf(state, 'profile')?.columns ?? []
  const [first] = columns
  return first === undefined
    ? null
    : columns
        .filter(({ column }) => column === first.column)
        .reduce((sum, { rows }) => sum + rows.alert - rows.normal, 0)
}

/** How nearly the rows with new values are the additional rows. */
export const addedShare = (state: Case): Reading | null => {
  const found = arrivals(state)
  if (!found) return null
  const extra = found.rows - found.usual
  return {
    value: alike(found.come, extra),
    text: `${whole(extra)} rows more than usual; ${whole(found.come)} have a value new in ${found.column}.`,
  }
}

const fewestTrials = 0.004

/** Of the rows that are new by their value or beyond the usual number, the share that look like trials. */
export const trialShare = (state: Case): Reading | null => {
  const found = trialRows(state)
  const extra = Math.max(arrivals(state)?.come ?? 0, extraRows(state) ?? 0)
  if (!found || extra < 1) return null
  // A few of them move nothing that anybody watches.
  if (found.share < fewestTrials)
    return { value: 0, text: 'Hardly a row looks like a trial (test, qa, demo, example …).' }
  const value = Math.max(0, Math.min(1, found.rows / extra))
  return {
    value,
    text: `${whole(Math.max(0, found.rows))} rows more than usual look like trials by ${found.column} (test, qa, demo, example …); that is ${percent(value)} of what is new.`,
  }
}

/** Share of all rows that look like trials, beyond the usual. */
export const trialGain = (state: Case): Reading | null => {
  const found = trialRows(state)
  return (
    found && {
      value: found.share,
      text: `${percent(found.share)} of the rows look like trials by ${found.column} (test, qa, demo, example …), and did not before.`,
    }
  )
}
