import { weigh } from '../evidence/weigh.ts'
import { percent } from '../fault/reading/text.ts'
import { signalOf } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import { addDays } from '../shared/calendar.ts'
import type { Check } from './check.ts'
import { mixShift } from './mixShift.ts'
import { oddDays, oddSegment } from './placeboChecks.ts'
import { queriesOf } from './queriesOf.ts'
import type { Alternative } from './report.ts'
import { walkUpstream } from './walkUpstream.ts'

/** What every report answers, whatever its metric: did it come from upstream, is it chance, would a normal day show as much, the mix of rows, a day not over? */
export const generalChecks = (state: Case): readonly Alternative[] =>
  [upstreamToo, chance, oddDays, otherMix, elsewhere, oddSegment, unfinishedDay]
    .flatMap(check => check(state) ?? [])
    .map(weighed)

/** From here on an observation refutes. */
const enough = -1.5

const weighed = ({ ifTrue, ifFalse, strength, ...check }: Check): Alternative => {
  const nats = weigh(check.observed, { ifTrue, ifFalse, strength })
  return { ...check, kind: null, predicted: ifTrue, nats, verdict: nats <= enough ? 'refuted' : 'weak' }
}

const upstreamToo = (state: Case): Check | null => {
  const [nearest] = walkUpstream(state)
  if (!nearest || nearest.share === null) return null
  const name = nearest.table.name
  const moved = `${name} moved ${percent(Math.max(0, nearest.share))} as far as this table on the same day.`
  const shared = {
    id: 'upstream',
    unit: 'share',
    strength: 'strong',
    observed: nearest.share,
    text: moved,
    queries: queriesOf(state, 'upstream'),
  } as const
  return nearest.state === 'moved'
    ? {
        ...shared,
        title: 'Born in this table',
        claim: `The table before it, ${name}, did not move`,
        ifTrue: { min: null, max: 0.25 },
        ifFalse: { min: 0.5, max: null },
      }
    : {
        ...shared,
        title: `Inherited from ${name}`,
        claim: `${name} moved at least half as far`,
        ifTrue: { min: 0.5, max: null },
        ifFalse: { min: null, max: 0.25 },
      }
}

const chance = (state: Case): Check | null => {
  const observed = Math.abs(state.anomaly.score)
  if (state.anomaly.baselineDays.length === 0) return null
  const number = observed.toLocaleString('en-US', { maximumFractionDigits: 1 })
  return {
    id: 'chance',
    title: 'Chance: a day like others',
    claim: 'The value is within three robust standard deviations of what was expected',
    unit: 'score',
    ifTrue: { min: 0, max: 3 },
    ifFalse: { min: 3, max: null },
    strength: 'decisive',
    observed,
    text: `The value is ${number} robust standard deviations off, by the days before.`,
    queries: queriesOf(state, 'series'),
  }
}

const otherMix = (state: Case): Check | null => {
  const found = mixShift(state)
  return (
    found && {
      id: 'mixShift',
      title: 'Another mix of rows',
      claim: 'Groups kept their values and only their sizes changed, and that makes most of the change',
      unit: 'share',
      ifTrue: { min: 0.6, max: null },
      ifFalse: { min: null, max: 0.3 },
      strength: 'strong',
      observed: found.share,
      text: `The sizes of the groups of ${found.column} explain ${percent(found.share)} of the change, more than those of any other column.`,
      queries: queriesOf(state, 'values'),
    }
  )
}

const elsewhere = (state: Case): Check | null => {
  const found = signalOf(state, 'segments')
  if (!found || found.verdict === 'nothing') return null
  const shared = { id: 'elsewhere', unit: 'share', strength: 'strong', queries: queriesOf(state, 'segments') } as const
  if (found.verdict === 'located') {
    const observed = Math.max(0, 1 - found.coverage)
    return {
      ...shared,
      title: 'The whole table',
      claim: 'Half of the change or more lies outside the segments named',
      ifTrue: { min: 0.5, max: null },
      ifFalse: { min: null, max: 0.25 },
      observed,
      text: `${percent(observed)} of the change lies outside the segments named.`,
    }
  }
  return {
    ...shared,
    title: 'One segment alone',
    claim: 'One segment holds most of the change',
    ifTrue: { min: 0.75, max: null },
    ifFalse: { min: null, max: 0.5 },
    observed: found.coverage,
    text:
      found.verdict === 'diffuse'
        ? `The best segments by ${found.dimensions.join(', ')} explain ${percent(found.coverage)} of the change.`
        : `No segment by ${found.dimensions.join(', ')} stands out from the rest.`,
  }
}

/** Told only where the time of day is known, and where no hypothesis has it already. */
const unfinishedDay = (state: Case): Check | null => {
  const newest = signalOf(state, 'series')?.newest
  const { question, focus, hypotheses } = state
  if (
    !newest ||
    !focus.timeColumn ||
    focus.timeColumn.kind === 'date' ||
    hypotheses.some(({ kind }) => kind === 'partialLoad')
  )
    return null
  const end = Date.parse(`${addDays(question.day, 1)}T00:00:00Z`)
  const observed = Math.max(0, (end - Date.parse(`${newest}:00:00Z`)) / 3_600_000 - 1)
  return {
    id: 'unfinishedDay',
    title: 'A day not over yet',
    claim: 'The table ends an hour or more before the day does',
    unit: 'hours',
    ifTrue: { min: 1, max: null },
    ifFalse: { min: null, max: 0 },
    strength: 'strong',
    observed,
    text: `The newest row is from ${newest.replace('T', ', ')}:00 or later.`,
    queries: queriesOf(state, 'series'),
  }
}
