import type { Status } from '../../../core/investigation/state.ts'
import { endsCase } from '../../../core/investigation/endsCase.ts'
import type { DataOf, InvestigationEvent } from '../../../core/investigation/events.ts'
import { tableText } from '../../../core/dataset/table.ts'
import type { Finding } from '../../../core/finding/finding.ts'
import type { Anomaly } from '../../../core/metric/anomaly.ts'
import { metricLabel } from '../../../core/metric/describe.ts'
import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

/** What a fact changes in the case's row; what is left out stays. */
type Change = {
  readonly status?: Status | 'paused'
  readonly anomaly?: Anomaly
  readonly finding?: Finding
  readonly conclusion?: Finding['conclusion']
  readonly cause?: Finding['cause']
  readonly failure?: DataOf<'InvestigationFailed'>
}

const none = () => ({})

const changes: { readonly [T in InvestigationEvent['type']]: (data: DataOf<T>) => Change } = {
  InvestigationOpened: () => ({ status: 'running' }),
  ContextGathered: none,
  CatalogueLate: none,
  QueryRan: none,
  QueryFailed: none,
  AnomalyMeasured: ({ anomaly }) => ({ anomaly }),
  AnomalyNotFound: ({ anomaly }) => ({ anomaly }),
  HypothesisProposed: none,
  PredictionRegistered: none,
  SignalMeasured: none,
  EvidenceRecorded: none,
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
  FindingReached: ({ finding }) => ({
    status: 'concluded',
    finding,
    conclusion: finding.conclusion,
    cause: finding.cause,
  }),
  StepGivenUp: none,
  InvestigationFailed: failure => ({ status: 'failed', failure }),
  InvestigationCancelled: () => ({ status: 'cancelled' }),
  InvestigationPaused: () => ({ status: 'paused' }),
  InvestigationResumed: () => ({ status: 'running' }),
  HintAdded: none,
  HypothesisAdded: none,
  HypothesisDropped: none,
}

const changeOf = <T extends InvestigationEvent['type']>(event: {
  readonly type: T
  readonly data: DataOf<T>
}): Change => changes[event.type](event.data)

const rowOf = ({ ref, expectedVersion, events }: Append) => ({
  id: ref.investigationId,
  tenant_id: ref.tenantId,
  expected: expectedVersion,
  facts: events.length,
  ended: events.some(endsCase),
  ...events.reduce<Change>((row, event) => ({ ...row, ...changeOf(event) }), {}),
})

const CHANGED = `id uuid, tenant_id uuid, expected int, facts int, ended boolean, status text, anomaly jsonb, finding jsonb, conclusion text, cause text,
  failure jsonb`

/** Moves cases on: only those at the expected version and of the tenant are changed, and only those make up `head`. */
const movedCase: Projection = {
  name: 'head',
  rowsOf: append => [rowOf(append)],
  sql: rows => `
    UPDATE investigation_view AS view
    SET version = view.version + fresh.facts, updated_at = now(), status = coalesce(fresh.status, view.status),
      anomaly = coalesce(fresh.anomaly, view.anomaly), finding = coalesce(fresh.finding, view.finding),
      conclusion = coalesce(fresh.conclusion, view.conclusion), cause = coalesce(fresh.cause, view.cause),
      failure = coalesce(fresh.failure, view.failure), ended_at = CASE WHEN fresh.ended THEN now() ELSE view.ended_at END
    FROM json_to_recordset(${rows}) AS fresh(${CHANGED})
    WHERE view.id = fresh.id AND view.tenant_id = fresh.tenant_id AND view.version = fresh.expected
    RETURNING view.id, view.tenant_id`,
}

export const movedOnCase = [movedCase] as const

const openedRow = (append: Append) => {
  const [opened] = append.events
  if (opened.type !== 'InvestigationOpened')
    throw new Error(`A case opens with InvestigationOpened, not with ${opened.type}.`)
  const { question, openedBy, teamId } = opened.data
  const title = `${metricLabel(question.metric)} in ${tableText(question.table)} on ${question.day}`
  return {
    ...rowOf(append),
    data_source_id: question.dataSourceId,
    title,
    table_name: tableText(question.table),
    question,
    opened_by: openedBy,
    team_id: teamId,
  }
}

/** Takes the tenant's next number. It locks the tenant's row until the case is open, so that numbers have no gaps and no twins. */
const takenNumber: Projection = {
  name: 'numbered',
  rowsOf: ({ ref }) => [{ id: ref.tenantId }],
  sql: rows => `
    UPDATE tenant SET next_number = next_number + 1 FROM json_to_recordset(${rows}) AS taken(id uuid) WHERE tenant.id = taken.id
    RETURNING tenant.id, next_number - 1 AS number`,
}

const caseRow: Projection = {
  name: 'head',
  rowsOf: append => [openedRow(append)],
  sql: rows => `
    INSERT INTO investigation_view (id, tenant_id, number, data_source_id, title, status, table_name, question, anomaly, finding, conclusion, cause,
      failure, version, opened_by, team_id, started_at, updated_at, ended_at)
    SELECT fresh.id, tenant_id, number, data_source_id, title, status, table_name, question, anomaly, finding, conclusion, cause,
      failure, facts, opened_by, team_id, now(), now(), CASE WHEN ended THEN now() END
    FROM json_to_recordset(${rows}) AS fresh(${CHANGED}, data_source_id uuid, title text, table_name text, question jsonb, opened_by uuid, team_id uuid)
      JOIN numbered ON numbered.id = fresh.tenant_id
    RETURNING id, tenant_id`,
}

/** Opens one case; a case of that id that is open already is a unique violation. */
export const openedCase = [takenNumber, caseRow] as const
