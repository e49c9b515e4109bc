import type { InvestigationEvent } from '../../core/investigation/events.ts'

type EventType = InvestigationEvent['type']

const known: { readonly [T in EventType]: true } = {
  InvestigationOpened: true,
  ContextGathered: true,
  CatalogueLate: true,
  QueryRan: true,
  QueryFailed: true,
  AnomalyMeasured: true,
  AnomalyNotFound: true,
  HypothesisProposed: true,
  PredictionRegistered: true,
  SignalMeasured: true,
  EvidenceRecorded: true,
  RowsSampled: true,
  FindingReached: true,
  StepGivenUp: true,
  ModelInvited: true,
  ModelAnswered: true,
  ModelHypothesisProposed: true,
  ModelQueryRepaired: true,
  ModelPredictionTested: true,
  ModelProseDrafted: true,
  ModelLeft: true,
  BudgetSpent: true,
  ApprovalRequested: true,
  QueryAllowed: true,
  ApprovalGiven: true,
  ApprovalDecided: true,
  ApprovalEscalated: true,
  ApprovalWithdrawn: true,
  InvestigationFailed: true,
  InvestigationCancelled: true,
  InvestigationPaused: true,
  InvestigationResumed: true,
  HintAdded: true,
  HypothesisAdded: true,
  HypothesisDropped: true,
  OwnHypothesisAdded: true,
  OwnPredictionTested: true,
  OwnHypothesisDropped: true,
}

/** Whether this program knows facts of that type; a newer program may have written others. */
export const isEventType = (type: string): type is EventType => Object.hasOwn(known, type)
