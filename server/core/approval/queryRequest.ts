import { sameTable, type Table, type TableName } from '../dataset/table.ts'
import type { State } from '../investigation/state.ts'
import type { Step } from '../investigation/step.ts'
import { stepKey } from '../investigation/step.ts'
import type { PlannedQuery } from '../measure/planned.ts'
import type { ScanName } from '../measure/scan.ts'
import type { DataSourceId } from '../shared/ids.ts'
import { deadlineOf } from './deadline.ts'
import type { PricedEstimate } from '../usage/queryCost.ts'
import type { ApprovalPolicy, Judged, QueryAuthor, QuerySubject } from './policy.ts'
import type { ApprovalRequest, ByPerson, QueryContent } from './request.ts'
import { isSensitiveColumn } from './sensitiveColumn.ts'
import { wordsOf } from './words.ts'

/** A query that a step is about to ask. */
export type AskedQuery = {
  readonly step: Step
  readonly id: string
  readonly scan: ScanName | null
  readonly planned: PlannedQuery
  readonly timeoutMs: number
  /** Ours where it is left out. */
  readonly author?: QueryAuthor
  /** What it is for and whose it is, where it was written in somebody's own words. */
  readonly serves?: QueryContent['serves']
  readonly writer?: ByPerson
}

/** What the guard read in a text. */
export type ReadText = { readonly text: string; readonly hash: string; readonly tables: readonly TableName[] }

export type Touched = Pick<QueryContent, 'tables' | 'columns' | 'sensitive' | 'rows'>

/** What a text touches: its tables as the guard read them, and every column of theirs whose name it speaks of. Rather too much than too little. */
export const touchedBy = ({ text, tables }: ReadText, context: readonly Table[], policy: ApprovalPolicy): Touched => {
  const words = wordsOf(text)
  const read = context.filter(table => tables.some(name => sameTable(name, table.name)))
  const columns = [...new Set(read.flatMap(table => table.columns.map(({ name }) => name)))].filter(
    name => words.has(name.toLowerCase()) || words.has('*'),
  )
  const estimates = read.map(({ rowEstimate }) => rowEstimate)
  return {
    tables,
    columns,
    sensitive: columns.filter(name => isSensitiveColumn(name, policy)),
    rows: estimates.reduce<number | null>((sum, rows) => (sum === null || rows === null ? null : sum + rows), 0),
  }
}

export const subjectOf = (
  touched: Touched,
  authors: readonly QueryAuthor[],
  estimate: PricedEstimate | null,
): QuerySubject => ({ authors, ...touched, estimate })

type Asking = {
  readonly query: AskedQuery
  readonly read: ReadText
  readonly touched: Touched
  readonly judged: Judged
  readonly estimate: PricedEstimate | null
  readonly dataSourceId: DataSourceId
}

/** Lays the query before a person. A query whose text has changed since somebody was asked is asked about anew. */
export const queryRequest = (
  state: State,
  { query, read, touched, judged, estimate, dataSourceId }: Asking,
  { policy, now }: { policy: ApprovalPolicy; now: Date },
): ApprovalRequest => {
  const { step, id, scan, planned, timeoutMs, writer } = query
  const before = state.approvals.filter(
    ({ request: { content } }) => content.kind === 'query' && content.queryId === id,
  ).length
  return {
    id: before === 0 ? `query:${id}` : `query:${id}:${before + 1}`,
    holds: stepKey(step),
    because: judged.because,
    ...deadlineOf(policy, now),
    content: {
      kind: 'query',
      queryId: id,
      scan,
      purpose: planned.purpose,
      author: query.author ?? 'analyst',
      ...(writer ? { writer } : {}),
      sql: read.text,
      hash: read.hash,
      dataSourceId,
      ...touched,
      estimate,
      serves: query.serves ?? servedBy(state, scan),
      maxRows: planned.maxRows,
      timeoutMs,
      ifRejected: consequence[step.kind] ?? noConsequence,
    },
  }
}

const servedBy = ({ predictions, hypotheses }: State, scan: ScanName | null): QueryContent['serves'] =>
  predictions
    .filter(prediction => prediction.scan === scan)
    .map(({ hypothesis, claim }) => ({
      hypothesis,
      claim,
      statement: hypotheses.find(({ kind }) => kind === hypothesis)?.statement ?? hypothesis,
    }))

const noConsequence = 'The investigation goes on without its answer.'

const consequence: Partial<Readonly<Record<Step['kind'], string>>> = {
  measureAnomaly: 'Nothing can be measured: the investigation ends.',
  runScan: 'What it would have told stays untested, and the report says so; everything else goes on.',
  testPrediction: 'A prediction of the model stays untested; everything else goes on.',
  sampleRows: 'The report shows no rows; everything else stays as it is.',
}
