import type { InvestigationEvent } from './events.ts'

const ends: { readonly [T in InvestigationEvent['type']]: boolean } = {
  InvestigationOpened: false,
  ContextGathered: false,
  QueryRan: false,
  QueryFailed: false,
  AnomalyMeasured: false,
  AnomalyNotFound: false,
  HypothesisProposed: false,
  PredictionRegistered: false,
  SignalMeasured: false,
  EvidenceRecorded: false,
  RowsSampled: false,
  ApprovalRequested: false,
  ApprovalGiven: false,
  ApprovalDecided: false,
  ModelInvited: false,
  ModelAnswered: false,
  ModelHypothesisProposed: false,
  ModelQueryRepaired: false,
  ModelPredictionTested: false,
  ModelProseDrafted: false,
  ModelLeft: false,
  BudgetSpent: false,
  FindingReached: true,
  StepGivenUp: false,
  InvestigationFailed: true,
  InvestigationCancelled: true,
  InvestigationPaused: false,
  InvestigationResumed: false,
  HintAdded: false,
  HypothesisAdded: false,
  HypothesisDropped: false,
}

/** Whether this fact closes its case: nothing follows it, and those who follow the case are done. */
export const endsCase = (event: InvestigationEvent) => ends[event.type]
