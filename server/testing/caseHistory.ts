import { endsCase } from '../core/investigation/endsCase.ts'
import type { InvestigationEvent } from '../core/investigation/events.ts'
import type { StoredEvent } from '../core/ports/investigationStore.ts'

/** What a fact is about: two facts of one case with the same subject are one fact recorded twice. */
const subject = (event: InvestigationEvent): string => {
  switch (event.type) {
    case 'QueryRan':
    case 'QueryFailed':
      return event.data.id
    case 'CatalogueLate':
      return `${event.data.what} ${event.data.attempt}`
    case 'HypothesisProposed':
      return event.data.hypothesis.kind
    case 'PredictionRegistered':
      return event.data.prediction.id
    case 'SignalMeasured':
      return event.data.signal.scan
    case 'EvidenceRecorded':
      return event.data.evidence.prediction
    case 'StepGivenUp':
      return event.data.step
    case 'ApprovalRequested':
    case 'QueryAllowed':
      return event.data.request.id
    case 'ApprovalDecided':
      return event.data.decision.requestId
    default:
      return ''
  }
}

/** What is wrong with the history of an ended case, in words; empty where nothing is. */
export const faultsOf = (facts: readonly StoredEvent[]): readonly string[] => {
  const subjects = facts.map(({ event }) => `${event.type} ${subject(event)}`)
  const twice = subjects.filter((one, index) => subjects.indexOf(one) !== index).map(one => `twice: ${one}`)
  const gaps = facts.flatMap(({ sequence }, index) =>
    sequence === index + 1 ? [] : [`fact ${index + 1} has sequence ${sequence}`],
  )
  const ends = facts.flatMap(({ event }, index) => (endsCase(event) ? [index + 1] : []))
  const ending =
    ends.length === 1 && ends[0] === facts.length ? [] : [`ends at ${ends.join(', ') || 'no fact'} of ${facts.length}`]
  return [...twice, ...gaps, ...ending]
}
