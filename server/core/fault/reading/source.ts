import { movedInside } from '../../finding/walkUpstream.ts'
import { signalOf } from '../../investigation/state.ts'
import { locatedSegments } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { coverage } from './place.ts'
import { percent, segmentsText } from './text.ts'

/** A table upstream that lacks less of what is missing here has it. */
const hasThem = 0.25

/** Of what the located segments lack here, the share that the farthest table upstream lacks too: 1 where it never came, 0 where it was lost on the way; null where it was not measured. */
export const missingAtSource = (state: Case): Reading | null => {
  const source = signalOf(state, 'upstream')?.tables.findLast(({ inside }) => inside !== undefined)
  const moved = source ? movedInside(state, source) : null
  if (!source || moved === null) return null
  const value = Math.max(0, Math.min(1, moved))
  return {
    value,
    text: `${source.table.name} lacks ${percent(value)} of what ${segmentsText(locatedSegments(state))} lacks here.`,
  }
}

/** How much of the change the located segments explain, where the table upstream has what they lack; null elsewhere. */
export const lostOnTheWay = (state: Case): Reading | null =>
  (missingAtSource(state)?.value ?? 1) <= hasThem ? coverage(state) : null
