import type { FaultKind } from '../../../core/fault/faultKind.ts'
import type { DataOf, InvestigationEvent } from '../../../core/investigation/events.ts'
import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

/** What a fact adds to one hypothesis. */
type Change = {
  readonly kind: FaultKind
  readonly statement?: string
  readonly addedBy?: string
  readonly dropped?: Dropped
  readonly prediction?: object
  readonly evidence?: object
}
type Dropped = { readonly by: string; readonly because: string | null }

const none = () => null

const changes: { readonly [T in InvestigationEvent['type']]: (data: DataOf<T>) => Change | null } = {
  InvestigationOpened: none,
  ContextGathered: none,
  CatalogueLate: none,
  QueryRan: none,
  QueryFailed: none,
  AnomalyMeasured: none,
  AnomalyNotFound: none,
  HypothesisProposed: ({ hypothesis }) => ({ kind: hypothesis.kind, statement: hypothesis.statement }),
  PredictionRegistered: ({ prediction }) => ({ kind: prediction.hypothesis, prediction }),
  SignalMeasured: none,
  EvidenceRecorded: ({ evidence }) => ({ kind: evidence.hypothesis, evidence }),
  RowsSampled: none,
  ApprovalRequested: none,
  QueryAllowed: none,
  ApprovalGiven: none,
  ApprovalDecided: none,
  ApprovalEscalated: none,
  ApprovalWithdrawn: none,
  ModelInvited: none,
  ModelAnswered: none,
  ModelHypothesisProposed: none,
  ModelQueryRepaired: none,
  ModelPredictionTested: none,
  ModelProseDrafted: none,
  ModelLeft: none,
  OwnHypothesisAdded: none,
  OwnPredictionTested: none,
  OwnHypothesisDropped: none,
  BudgetSpent: none,
  FindingReached: none,
  StepGivenUp: none,
  InvestigationFailed: none,
  InvestigationCancelled: none,
  InvestigationPaused: none,
  InvestigationResumed: none,
  HintAdded: none,
  HypothesisAdded: ({ hypothesis, byName }) => ({
    kind: hypothesis.kind,
    statement: hypothesis.statement,
    addedBy: byName,
  }),
  HypothesisDropped: ({ kind, byName, reason }) => ({ kind, dropped: { by: byName, because: reason } }),
}

const changeOf = <T extends InvestigationEvent['type']>(event: { readonly type: T; readonly data: DataOf<T> }) =>
  changes[event.type](event.data)

const isChange = (change: Change | null): change is Change => change !== null

/** One row per hypothesis that the facts or the ranking speak of; `statement` is set where this append proposes it. */
const rowsOf = ({ ref, events, hypotheses }: Append) => {
  const all = events.map(changeOf).filter(isChange)
  const kinds = new Set([...all, ...hypotheses].map(({ kind }) => kind))
  return [...kinds].map(kind => {
    const own = all.filter(change => change.kind === kind)
    const dropped = own.find(change => change.dropped)?.dropped
    const position = hypotheses.findIndex(standing => standing.kind === kind)
    return {
      id: ref.investigationId,
      kind,
      statement: own.find(change => change.statement !== undefined)?.statement ?? null,
      predictions: own.flatMap(change => change.prediction ?? []),
      evidence: own.flatMap(change => change.evidence ?? []),
      added_by: own.find(change => change.addedBy !== undefined)?.addedBy ?? null,
      dropped_by: dropped?.by ?? null,
      dropped_because: dropped?.because ?? null,
      position: position < 0 ? null : position + 1,
      verdict: hypotheses[position]?.verdict ?? null,
      probability: hypotheses[position]?.probability ?? null,
    }
  })
}

const COLUMNS =
  'id uuid, kind text, statement text, added_by text, dropped_by text, dropped_because text, predictions jsonb, evidence jsonb, position int, verdict text, probability float8'

/** A hypothesis that was dropped before comes back as new. */
export const proposedHypotheses: Projection = {
  name: 'proposed',
  rowsOf: append => rowsOf(append).filter(row => row.statement !== null),
  sql: rows => `
    INSERT INTO hypothesis_view (investigation_id, kind, tenant_id, position, statement, verdict, probability, predictions, evidence, added_by)
    SELECT head.id, kind, head.tenant_id, coalesce(position, 0), statement, coalesce(verdict, 'open'), coalesce(probability, 0), predictions, evidence, added_by
    FROM json_to_recordset(${rows}) AS fresh(${COLUMNS}) JOIN head USING (id)
    ON CONFLICT (investigation_id, kind) DO UPDATE SET position = excluded.position, statement = excluded.statement, verdict = excluded.verdict,
      probability = excluded.probability, predictions = excluded.predictions, evidence = excluded.evidence, added_by = excluded.added_by,
      dropped_by = NULL, dropped_because = NULL`,
}

/** The hypotheses that stood before: what is new about them, and where they rank now. Rows without news are left untouched. */
export const weighedHypotheses: Projection = {
  name: 'weighed',
  rowsOf: append => rowsOf(append).filter(row => row.statement === null),
  sql: rows => `
    UPDATE hypothesis_view AS view
    SET predictions = view.predictions || fresh.predictions, evidence = view.evidence || fresh.evidence,
      position = coalesce(fresh.position, view.position), verdict = coalesce(fresh.verdict, view.verdict),
      probability = CASE WHEN fresh.dropped_by IS NULL THEN coalesce(fresh.probability, view.probability) ELSE 0 END,
      dropped_by = coalesce(fresh.dropped_by, view.dropped_by), dropped_because = coalesce(fresh.dropped_because, view.dropped_because)
    FROM json_to_recordset(${rows}) AS fresh(${COLUMNS}) JOIN head USING (id)
    WHERE view.investigation_id = head.id AND view.kind = fresh.kind AND (
      fresh.dropped_by IS NOT NULL OR fresh.predictions <> '[]' OR fresh.evidence <> '[]' OR coalesce(fresh.position, view.position) <> view.position
      OR coalesce(fresh.verdict, view.verdict) <> view.verdict OR coalesce(fresh.probability, view.probability) <> view.probability)`,
}
