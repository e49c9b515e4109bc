import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { percent } from './text.ts'

const all = (state: Case) => signalOf(state, 'profile')?.joint?.relations ?? []

/** Holds on normal days but for a few rows. */
const always = 0.95

/** The loss of the relation between columns that held on normal days and lost most. */
export const brokenRelation = (state: Case): Reading | null => {
  const known = all(state).filter(({ holds }) => holds.normal >= always)
  if (known.length === 0) return null
  const worst = known.reduce((a, b) => (b.holds.normal - b.holds.alert > a.holds.normal - a.holds.alert ? b : a))
  return {
    value: worst.holds.normal - worst.holds.alert,
    text: `${worst.text} held in ${percent(worst.holds.normal)} of the rows and now holds in ${percent(worst.holds.alert)}.`,
  }
}

/** How much a relation gained that holds now and did not on normal days; null where there is none. */
export const newRelation = (state: Case): Reading | null => {
  const known = all(state).filter(({ holds }) => holds.alert >= 0.9 && holds.normal <= 0.5)
  if (known.length === 0) return null
  const best = known.reduce((a, b) => (b.holds.alert - b.holds.normal > a.holds.alert - a.holds.normal ? b : a))
  return {
    value: best.holds.alert - best.holds.normal,
    text: `Now ${best.text} in ${percent(best.holds.alert)} of the rows, which held in ${percent(best.holds.normal)}.`,
  }
}
