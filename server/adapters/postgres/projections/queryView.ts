import type { DataOf, InvestigationEvent } from '../../../core/investigation/events.ts'
import type { Answer, Cell } from '../../../core/ports/dataSource.ts'
import type { Append } from '../../../core/ports/investigationStore.ts'
import type { Projection } from './projection.ts'

const PREVIEW_ROWS = 50
const CELL_CHARACTERS = 1_000

type Row = Readonly<Record<string, unknown>>
type Answers = ReadonlyMap<string, Answer>

const none = () => null

const rowOf: { readonly [T in InvestigationEvent['type']]: (data: DataOf<T>, answers: Answers) => Row | null } = {
  InvestigationOpened: none,
  ContextGathered: none,
  CatalogueLate: none,
  QueryRan: (ran, answers) => ({
    query_id: ran.id,
    scan: ran.scan,
    purpose: ran.purpose,
    sql: ran.sql,
    status: 'succeeded',
    reads_table: ran.readsTable,
    row_count: ran.rows,
    truncated: ran.truncated,
    elapsed_ms: Math.round(ran.elapsedMs),
    estimate: ran.estimate,
    bytes_read: ran.bytesRead,
    answer: preview(answers.get(ran.id)),
  }),
  QueryFailed: ({ id, scan, purpose, sql, code, message, elapsedMs }) => ({
    query_id: id,
    scan,
    purpose,
    sql,
    status: 'failed',
    problem: { code, message },
    reads_table: true,
    truncated: false,
    elapsed_ms: elapsedMs,
  }),
  AnomalyMeasured: none,
  AnomalyNotFound: none,
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
  FindingReached: none,
  StepGivenUp: none,
  InvestigationFailed: none,
  InvestigationCancelled: none,
  InvestigationPaused: none,
  InvestigationResumed: none,
  HintAdded: none,
  HypothesisAdded: none,
  HypothesisDropped: none,
}

const rowFor = <T extends InvestigationEvent['type']>(
  event: { readonly type: T; readonly data: DataOf<T> },
  answers: Answers,
) => rowOf[event.type](event.data, answers)

/** The first rows as text; null stays null. */
const preview = (answer: Answer | undefined) =>
  answer ? { columns: answer.columns, rows: answer.rows.slice(0, PREVIEW_ROWS).map(row => row.map(cellText)) } : null

const cellText = (cell: Cell) => {
  if (cell === null) return null
  const text = String(cell)
  return text.length > CELL_CHARACTERS ? `${text.slice(0, CELL_CHARACTERS)}…` : text
}

/** The case's queries with a preview of their answers; `position` is the fact's sequence. */
export const queryView: Projection = {
  name: 'queries',
  rowsOf: ({ ref, expectedVersion, events, answers }: Append) => {
    const byQuery: Answers = new Map(answers.map(({ queryId, answer }) => [queryId, answer]))
    return events.flatMap((event, index) => {
      const row = rowFor(event, byQuery)
      return row ? [{ id: ref.investigationId, position: expectedVersion + 1 + index, ...row }] : []
    })
  },
  sql: rows => `
    INSERT INTO query_view (investigation_id, tenant_id, query_id, position, scan, purpose, sql, status, problem, reads_table, row_count, truncated,
      elapsed_ms, estimate, bytes_read, ran_at, answer)
    SELECT head.id, head.tenant_id, query_id, position, scan, purpose, sql, status, problem, reads_table, row_count, truncated, elapsed_ms, estimate, bytes_read, now(), answer
    FROM json_to_recordset(${rows}) AS ran(id uuid, query_id text, position int, scan text, purpose text, sql text, status text, problem jsonb,
      reads_table boolean, row_count int, truncated boolean, elapsed_ms int, estimate jsonb, bytes_read bigint, answer jsonb) JOIN head USING (id)`,
}
