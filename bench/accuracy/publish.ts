import type { MeasuredAccuracy, Rate } from '../../server/core/evidence/measuredAccuracy.ts'
import { recipes } from './faults/index.ts'
import type { Answered, Scored } from './score.ts'
import { bins, calibrationError, statedOf } from './statistics.ts'

const rate = (cases: readonly Scored[], hit: (answer: Answered) => boolean): Rate => ({
  right: cases.filter(({ answer }) => answer !== null && hit(answer)).length,
  of: cases.length,
})

/** What the product tells of its own accuracy on our warehouses. */
export const published = (
  scored: readonly Scored[],
  { command, on }: { command: string; on: string },
): Omit<MeasuredAccuracy, 'outside'> => {
  const faults = scored.filter(({ truth }) => truth !== null)
  const controls = scored.filter(({ truth, group }) => truth === null && group !== 'disturbed')
  const found = Map.groupBy(faults, ({ truth }) => truth?.causes[0] ?? '')
  const kinds = recipes.map(({ kind }) => [kind, found.get(kind) ?? []] as const)
  const stated = statedOf(scored)
  // A kind of which no draw could be seen in the noise was not asked, and stands last.
  const share = ({ cause }: { cause: Rate }) => (cause.of === 0 ? -1 : cause.right / cause.of)
  return {
    measuredOn: on,
    command,
    cause: rate(faults, ({ causeRight }) => causeRight),
    segment: rate(
      faults.filter(({ truth }) => truth?.segments[0]?.length !== 0),
      ({ segmentRight }) => segmentRight,
    ),
    onset: rate(faults, ({ onsetRight }) => onsetRight),
    falseCauses: rate(controls, ({ falseCause }) => falseCause),
    calibrationError: stated.length === 0 ? 0 : calibrationError(stated),
    bins: bins(stated),
    faults: kinds
      .map(([kind, cases]) => ({ kind, cause: rate(cases, ({ causeRight }) => causeRight) }))
      .toSorted((a, b) => share(b) - share(a)),
  }
}
