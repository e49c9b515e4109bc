import type { Case } from '../measure/planned.ts'
import { locatedSegments } from '../measure/located.ts'
import { atLeast, atMost, type Fault, type Reading } from './fault.ts'
import { factorSpread, sizeFactor } from './reading/columns.ts'
import { segmentsText, times } from './reading/text.ts'
import { watchesNumbers } from './watchesNumbers.ts'

/** Factors between units that people mix up: powers of ten, minutes and hours, miles, pounds, feet, yards. */
const factors = [10, 100, 1000, 10_000, 1_000_000, 60, 3600, 24, 12, 1.609344, 2.204623, 3.28084, 1.093613, 2.54]

const nearest = (factor: number) => {
  const both = factors.flatMap(known => [known, 1 / known])
  return both.reduce((a, b) => Math.abs(Math.log(factor / b)) < Math.abs(Math.log(factor / a)) ? b : a)
}

const knownFactor = (state: Case): Reading | null => {
  const factor = sizeFactor(state)
  if (factor === null) return null
  const known = nearest(factor)
  return { value: Math.abs(Math.log(factor / known)), text: `The values are ${times(factor)} the usual; the nearest unit is ${times(known)}.` }
}

const factorSize = (state: Case): Reading | null => {
  const factor = sizeFactor(state)
  return factor === null ? null : { value: Math.abs(Math.log(factor)), text: `The values are ${times(factor)} the usual.` }
}

/** F28: the same quantity in another unit. */
export const unitChange: Fault = {
  kind: 'unitChange',
  label: 'Change of unit or scale',
  applies: watchesNumbers,
  prior: { average: 0.15, sum: 0.12, minimum: 0.1, maximum: 0.12, other: 0.02 },
  hasSegment: true,
  statement: () => 'Values arrive in another unit.',
  predictions: [
    { name: 'rigid', claim: 'All quantiles moved by the same factor', unit: 'score', ifTrue: atMost(0.15), ifFalse: atLeast(0.4), strength: 'strong', scan: 'profile', read: factorSpread },
    { name: 'far', claim: 'The factor is far from one', unit: 'score', ifTrue: atLeast(0.35), ifFalse: atMost(0.2), strength: 'decisive', scan: 'profile', read: factorSize },
    {
      name: 'known', claim: 'The factor stands between two known units', unit: 'score',
      ifTrue: atMost(0.08), ifFalse: atLeast(0.2), strength: 'decisive', scan: 'profile', read: knownFactor,
    },
  ],
  cause: state => `Values of ${segmentsText(locatedSegments(state))} arrive in another unit, ${times(nearest(sizeFactor(state) ?? 1))} the usual.`,
  nextSteps: state => [
    `Ask the source of ${segmentsText(locatedSegments(state))} which unit it sends, and convert it on the way in.`,
    'Divide the affected rows by the factor once it is confirmed.',
    'Add a range check on the median.',
  ],
}
