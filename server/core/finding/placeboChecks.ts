import { signalOf } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import type { Check } from './check.ts'
import { queriesOf } from './queriesOf.ts'

/** Fewer normal days make no distribution. */
const fewestDays = 10

type Band = {
  readonly value: number | null
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
}

/** How far off a value is, in half widths of its band; null without one. */
const oddness = ({ value, expected, low, high }: Band) =>
  value === null || expected === null || low === null || high === null || high <= low
    ? null
    : Math.abs(value - expected) / ((high - low) / 2)

/** The alert's own day among the days before, each read as if it were the alert's. */
export const oddDays = (state: Case): Check | null => {
  const { anomaly, question } = state
  const alert = oddness({ ...anomaly, value: anomaly.observed })
  const days = anomaly.series
    .filter(({ at }) => at.length === 10 && at < question.day && !anomaly.days.includes(at))
    .flatMap(point => oddness(point) ?? [])
  if (alert === null || days.length < fewestDays) return null
  const asOdd = days.filter(odd => odd >= alert).length
  return {
    id: 'placeboDays',
    title: 'A day that comes now and then',
    claim: 'One normal day in ten, read in the same way, is as far off',
    unit: 'share',
    ifTrue: { min: 0.1, max: null },
    ifFalse: { min: null, max: 0.04 },
    strength: 'strong',
    observed: asOdd / days.length,
    text: `Of ${days.length} days before, read in the same way, ${asOdd === 0 ? 'none' : asOdd} ${asOdd > 1 ? 'were' : 'was'} as far off.`,
    queries: queriesOf(state, 'series'),
  }
}

/** The search over segments of a normal day, against that of the alert's. Null where no segment was named, or no normal day was left to search. */
export const placeboShare = (state: Case): number | null => {
  const found = signalOf(state, 'segments')
  const best = Math.max(0, ...(found?.causes ?? []).map(({ score }) => score))
  return found?.verdict === 'located' && found.placebo != null && best > 0 ? Math.max(0, found.placebo) / best : null
}

export const oddSegment = (state: Case): Check | null => {
  const observed = placeboShare(state)
  return observed === null
    ? null
    : {
        id: 'placeboSegment',
        title: 'A segment that a search finds on any day',
        claim: 'The same search on a normal day finds a segment that stands out as far',
        unit: 'ratio',
        ifTrue: { min: 1, max: null },
        ifFalse: { min: null, max: 0.5 },
        strength: 'strong',
        observed,
        text: `The best segment of a normal day stands out ${observed < 0.005 ? 'not at all' : `${observed.toLocaleString('en-US', { maximumFractionDigits: 2 })} times as far`}.`,
        queries: queriesOf(state, 'segments'),
      }
}
