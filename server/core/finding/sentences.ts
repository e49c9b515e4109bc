import { contextDecision, deciderText } from '../approval/approvals.ts'
import { segmentsText } from '../fault/reading/text.ts'
import { placeOf } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { metricLabel, metricUnit, valueText } from '../metric/describe.ts'
import { edgeText } from '../dataset/lineage.ts'
import { sameTable, tableText } from '../dataset/table.ts'
import { dayText, instantText } from '../shared/calendar.ts'
import type { Onset, Segment, Statement } from './finding.ts'
import { onsetOf } from './onset.ts'
import type { Alternative, Hop } from './report.ts'
import { shapeOf, shapeText } from './shape.ts'
import { originOf, walkUpstream } from './walkUpstream.ts'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const ids = (state: Case, scan: string) => state.queries.filter(query => query.scan === scan).map(({ id }) => id)

export const onsetText = ({ at, precision }: Onset) =>
  precision === 'hour' ? `${dayText(at.slice(0, 10))}, ${at.slice(11, 13)}:00` : dayText(at.slice(0, 10))

/** The anomaly in plain words: value, band, onset, place. */
export const whatIsGoingOn = (state: Case, segments: readonly Segment[]): readonly Statement[] => {
  const { anomaly, question, focus } = state
  const unit = metricUnit(question.metric)
  const value = (number: number | null) => valueText(number, unit)
  const when = focus.timeColumn ? `on ${dayText(question.day)}` : 'over the whole table'
  const band = `between ${value(anomaly.low)} and ${value(anomaly.high)}`
  const first = {
    text: `${capital(metricLabel(question.metric))} in ${tableText(focus.table.name)} was ${value(anomaly.observed)} ${when}; ${band} was to be expected.`,
    queries: ids(state, 'series'),
  }
  if (!state.anomalous)
    return [
      first,
      {
        text: `That is no anomaly${state.weighed ? ', and a closer look found no cause for one' : ''}.`,
        queries: ids(state, 'series'),
      },
    ]
  const began = onsetOf(state, segments)
  const shape = shapeOf(state)
  const onset = began
    ? [
        {
          text: `It began on ${onsetText(began)}${shape ? ` ${shapeText(shape)}` : ''}.`,
          queries: ids(state, 'series'),
        },
      ]
    : []
  return [first, ...onset, ...movedWindow(state), ...notFollowed(state), ...place(state, segments)]
}

const movedWindow = (state: Case): readonly Statement[] => {
  const decision = contextDecision(state.approvals)
  const since = decision?.change?.kind === 'context' ? decision.change.since : null
  return decision && since !== null
    ? [
        {
          text: `${deciderText(decision)} moved the window: it was looked into since ${instantText(since)}.`,
          queries: ids(state, 'series'),
        },
      ]
    : []
}

const notFollowed = (state: Case): readonly Statement[] => {
  const decision = contextDecision(state.approvals)
  const dropped = decision?.change?.kind === 'context' ? decision.change.withoutEdges : []
  return decision === null
    ? []
    : dropped.map(edge => ({
        text: `Not followed: ${edgeText(edge)}, because ${deciderText(decision)} said that this is wrong${decision.reason ? `: ${decision.reason.replace(/\.$/, '')}` : ''}.`,
        queries: ids(state, 'series'),
      }))
}

const place = (state: Case, segments: readonly Segment[]): readonly Statement[] => {
  const found = placeOf(state)
  if (!found) return []
  if (segments.length > 0) {
    const share = Math.min(100, Math.round(found.coverage * 100))
    return [
      {
        text: `It sits in ${segmentsText(segments)}, which explains ${share} % of the change; the rest is as usual.`,
        queries: ids(state, 'segments'),
      },
    ]
  }
  return found.verdict === 'everywhere'
    ? [
        {
          text: `It is everywhere: no combination of ${found.dimensions.join(', ')} is spared or stands out.`,
          queries: ids(state, 'segments'),
        },
      ]
    : []
}

/** Whom to ask where the table only inherited it. */
export const askUpstream = (state: Case): readonly string[] => {
  const origin = originOf(state)
  if (sameTable(origin, state.focus.table.name)) return []
  return [`Ask the owner of ${tableText(origin)}, where it came from, what changed at the onset.`]
}

/** Whether it came from a table before this one, where that could be told. */
export const upstreamStatements = (state: Case): readonly Statement[] => {
  const hops = walkUpstream(state)
  const born = hops.findLast(hop => hop.state === 'moved')
  const queries = ids(state, 'upstream')
  if (born)
    return [
      {
        text: `It came from upstream: ${tableText(born.table)}${content(born)} moved as well, on the same day.`,
        queries,
      },
    ]
  const [nearest] = hops
  return nearest?.state === 'notMoved'
    ? [
        {
          text: `It was born here: ${tableText(nearest.table)}, which this table seems to be made from${nearest.byContent ? ' by its content' : ''}, did not move.`,
          queries,
        },
      ]
    : []
}

/** How it is known, where neither lineage nor a name says that the table lies upstream. */
const content = ({ byContent }: Hop) => (byContent ? ', told by its content,' : '')

const mostRuledOut = 3

/** The rivals that came nearest and were refuted, each with the observation that did it. */
export const ruledOut = (alternatives: readonly Alternative[]): readonly Statement[] =>
  alternatives
    .filter(({ kind, verdict }) => kind !== null && verdict === 'refuted')
    .slice(0, mostRuledOut)
    .map(({ title, text, queries }) => ({ text: `Not ${title.toLowerCase()}: ${text}`, queries }))
