import { deciderText, rejectionText } from '../approval/approvals.ts'
import type { ApprovalDecision, ApprovalRequest } from '../approval/request.ts'
import { edgeText } from '../dataset/lineage.ts'
import { tableText } from '../dataset/table.ts'
import { instantText } from '../shared/calendar.ts'
import { faultOf } from '../fault/index.ts'
import { isOutOfBand, type Anomaly } from '../metric/anomaly.ts'
import { metricLabel, metricUnit, valueText } from '../metric/describe.ts'
import type { Metric } from '../metric/metric.ts'
import type { Conclusion } from '../finding/finding.ts'
import { modelHeadlines } from '../model/modelHeadlines.ts'
import { ownHeadlines } from '../own/ownHeadlines.ts'
import type { DataOf, InvestigationEvent } from './events.ts'

type Headlines = { readonly [T in InvestigationEvent['type']]: (data: DataOf<T>, metric: Metric) => string }

const headlines: Headlines = {
  InvestigationOpened: ({ question }) =>
    `Opened: ${metricLabel(question.metric)} of ${tableText(question.table)} on ${question.day}`,
  ContextGathered: ({ focus }) =>
    `Read ${focus.table.columns.length} columns of ${tableText(focus.table.name)}${parents(focus.parents.length)}`,
  QueryRan: ({ purpose, rows, truncated, elapsedMs }) =>
    `${purpose}: ${count(rows, 'row')}${truncated ? ' (cut)' : ''} in ${duration(elapsedMs)}`,
  CatalogueLate: ({ what, message }) => `${what}: not read. ${message}`,
  QueryFailed: ({ purpose, message }) => `${purpose}: failed. ${message}`,
  AnomalyMeasured: ({ anomaly }, metric) =>
    `${isOutOfBand(anomaly) ? 'Out of' : 'At the edge of'} the expected band: ${measured(anomaly, metric)}`,
  AnomalyNotFound: ({ anomaly }, metric) => `Within the expected band: ${measured(anomaly, metric)}`,
  HypothesisProposed: ({ hypothesis }) => `Possible cause: ${hypothesis.statement}`,
  PredictionRegistered: ({ prediction }) => `Prediction: ${prediction.claim}`,
  SignalMeasured: ({ signal }) => `Read the numbers of the scan "${signal.scan}"`,
  EvidenceRecorded: ({ evidence }) =>
    `${evidence.nats > 0 ? 'For' : evidence.nats < 0 ? 'Against' : 'Undecided'}: ${evidence.text}`,
  RowsSampled: ({ samples: { bad, good, masked } }) => sampled(bad !== null || good !== null, masked),
  ApprovalRequested: ({ request }) => `Waits for a person: ${requestLabel(request)}`,
  QueryAllowed: ({ request, grant }) =>
    `${queryLabel(request.id)} was allowed by the grant of ${grant.byName} until ${grant.until.slice(0, 10)}`,
  ...modelHeadlines,
  BudgetSpent: ({ stop }) => stop.message,
  ApprovalGiven: ({ decision }) => `${decided(decision)}; one more person must approve`,
  ApprovalDecided: ({ decision }) =>
    `${decided(decision)}${decision.seconded ? `, and by ${deciderText(decision.seconded)}` : ''}${remembered(decision)}`,
  ApprovalEscalated: ({ requestId, to }) =>
    `${askedLabel(requestId)} has not been decided: ${to.name} ${to.teamId === null ? 'are' : 'is'} asked too`,
  ApprovalWithdrawn: ({ requestId, byName }) =>
    `${queryLabel(requestId)} needs no answer any more: ${byName} dropped what it was for`,
  FindingReached: ({ finding: { conclusion, confidence, whatIsGoingOn } }) =>
    `${conclusions[conclusion]} (confidence: ${confidence.word}). ${whatIsGoingOn[0]?.text ?? ''}`.trim(),
  StepGivenUp: ({ step, message }) => `Gave up on "${step}": ${message}`,
  InvestigationFailed: ({ message }) => `Stopped: ${message}`,
  InvestigationCancelled: ({ byName }) => (byName === null ? 'Stopped' : `Stopped by ${byName}`),
  InvestigationPaused: ({ byName }) => `Paused by ${byName}: nothing more is done until somebody resumes it`,
  InvestigationResumed: ({ byName }) => `Resumed by ${byName}`,
  HintAdded: ({ byName, text }) => `Hint from ${byName}: ${text}`,
  HypothesisAdded: ({ byName, hypothesis }) => `Possible cause, added by ${byName}: ${hypothesis.statement}`,
  HypothesisDropped: data => dropped(data),
  ...ownHeadlines,
}

const dropped = ({ kind, byName, reason }: DataOf<'HypothesisDropped'>) =>
  `${faultOf(kind).label}: dropped by ${byName}${reason === null ? '' : `, because ${reason}`}`

const requestLabel = ({ content }: ApprovalRequest) =>
  content.kind === 'context' ? 'a look at the context' : content.purpose

const queryLabel = (requestId: string) => `The query "${requestId.split(':')[1] ?? ''}"`

const askedLabel = (requestId: string) => (requestId === 'context' ? 'The context' : queryLabel(requestId))

const remembered = ({ grant }: ApprovalDecision) =>
  grant ? `; queries of its shape are allowed until ${grant.until.slice(0, 10)}` : ''

const decided = (decision: ApprovalDecision) => {
  const { requestId, outcome, by, reason } = decision
  const what = askedLabel(requestId)
  if (outcome === 'rejected') return `${what} was ${rejectionText(decision)}`
  if (by === null) return `${what} was approved, because nobody decided before the deadline`
  const told = [changedText(decision.change), reason].filter(text => text !== null && text !== '').join('. ')
  return `${what} was ${outcome === 'approved' ? 'approved' : 'changed and approved'} by ${deciderText(decision)}${told ? `: ${told}` : ''}`
}

const changedText = (change: ApprovalDecision['change']): string | null => {
  if (change?.kind !== 'context') return null
  const { withoutTables, withoutEdges, withoutColumns, masked, withTables, normalDays, since, hint } = change
  const out = [...withoutTables.map(tableText), ...withoutColumns]
  const parts = [
    out.length > 0 ? `without ${out.join(', ')}` : '',
    withoutEdges.length > 0 ? `not followed: ${withoutEdges.map(edgeText).join(', ')}` : '',
    masked.length > 0 ? `${masked.join(', ')} masked` : '',
    withTables.length > 0 ? `with ${withTables.map(({ name }) => tableText(name)).join(', ')}` : '',
    since ? `looked into since ${instantText(since)}` : '',
    normalDays ? `compared with ${normalDays.join(', ')}` : '',
    hint ? `hint: ${hint}` : '',
  ]
  return parts.filter(part => part !== '').join('; ')
}

const sampled = (any: boolean, masked: readonly string[]) => {
  if (!any) return 'No rows to show: what is wrong cannot be pointed at row by row'
  return `Kept affected rows and rows from before${masked.length > 0 ? `, with ${masked.join(', ')} masked` : ''}`
}

const conclusions: Readonly<Record<Conclusion, string>> = {
  causeFound: 'Cause found',
  expectedChange: 'An expected change',
  externalCause: 'A cause outside this data',
  causeNotFound: 'No cause found',
  noAnomaly: 'Nothing is wrong',
}

/** The fact in one line, for a timeline. `metric` is the one the case is about. */
export const headline = ({ type, data }: InvestigationEvent, metric: Metric): string => line(type, data, metric)

const line = <T extends InvestigationEvent['type']>(type: T, data: DataOf<T>, metric: Metric) =>
  headlines[type](data, metric)

const measured = ({ observed, expected, low, high }: Anomaly, metric: Metric) => {
  const text = (value: number | null) => valueText(value, metricUnit(metric))
  return `${metricLabel(metric)} is ${text(observed)}, expected ${text(expected)} (${text(low)} to ${text(high)})`
}

const count = (number: number, noun: string) => `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`

const parents = (number: number) => (number === 0 ? '' : ` and ${count(number, 'table')} it refers to`)

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
