import type { FollowedEdge, TableEdge } from '../dataset/lineage.ts'
import type { ColumnKind, Table, TableName } from '../dataset/table.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { ScanName } from '../measure/scan.ts'
import type { DataSourceId, PersonId } from '../shared/ids.ts'
import type { PricedEstimate } from '../usage/queryCost.ts'
import type { RequestEscalation } from './escalation.ts'
import type { QueryAuthor } from './policy.ts'

export type ReviewedColumn = {
  readonly name: string
  readonly kind: ColumnKind
  readonly isSensitive: boolean
  readonly isNeeded: boolean
}
export type ReviewedTable = {
  readonly name: TableName
  readonly columns: readonly ReviewedColumn[]
  readonly rowEstimate: number | null
  readonly isNeeded: boolean
}

/** What an investigation may use, laid before a person once the anomaly is measured. Days are local to the question's time zone. */
export type ContextContent = {
  readonly kind: 'context'
  readonly tables: readonly ReviewedTable[]
  readonly days: readonly string[]
  readonly normalDays: readonly string[]
  /** Since when it is looked into, a day or an hour of one; null in requests of before it was told. */
  readonly since: string | null
  /** Columns by whose values the rows may be told apart. */
  readonly dimensions: readonly string[]
  /** What the table is made from, as a walk upstream would follow it; null in requests of before it was told. */
  readonly edges: readonly FollowedEdge[] | null
}

/** What a query is for: a prediction that its answer decides. `hypothesis` is the kind of fault; null where it is in somebody's own words. */
export type ServedPrediction = {
  readonly hypothesis: FaultKind | null
  readonly statement: string
  readonly claim: string
}

/** A query laid before a person, as it would run. `hash` is the sha256 of `sql`, and an approval is good for that text on that data source only. */
export type QueryContent = {
  readonly kind: 'query'
  /** The query's name within its case: 'segments'. */
  readonly queryId: string
  readonly scan: ScanName | null
  readonly purpose: string
  readonly author: QueryAuthor
  /** Whose text it is, where a person wrote it. */
  readonly writer?: ByPerson
  readonly sql: string
  readonly hash: string
  readonly dataSourceId: DataSourceId
  readonly tables: readonly TableName[]
  readonly columns: readonly string[]
  readonly sensitive: readonly string[]
  readonly serves: readonly ServedPrediction[]
  readonly maxRows: number
  readonly timeoutMs: number
  /** Rows that the tables hold by the data source's statistics; null where it keeps none. */
  readonly rows: number | null
  /** What it is going to read; null where the data source does not say. */
  readonly estimate: PricedEstimate | null
  readonly ifRejected: string
}

/** A question to a person that holds a step back until it is decided. */
export type ApprovalRequest = {
  /** Unique within the case. */
  readonly id: string
  /** The key of the step that waits. */
  readonly holds: string
  readonly because: readonly string[]
  /** ISO 8601, UTC. */
  readonly deadline: string
  readonly onDeadline: 'approved' | 'rejected'
  /** The team that was asked, by its id; null: everybody who may decide. */
  readonly approvers: string | null
  /** Who is asked too when nobody has decided by then; null: nobody. */
  readonly escalation: RequestEscalation | null
  /** How many people must approve it. */
  readonly quorum: 1 | 2
  readonly content: ContextContent | QueryContent
}

/** What a reviewer changed in the context: what may not be used, what is counted but never shown or told apart, and a word to go with the case. */
export type ContextChange = {
  readonly kind: 'context'
  readonly withoutTables: readonly TableName[]
  /** Edges that are wrong: no walk upstream follows them. */
  readonly withoutEdges: readonly TableEdge[]
  /** Columns of the table in question. */
  readonly withoutColumns: readonly string[]
  readonly masked: readonly string[]
  /** Tables to be used besides, as they were described. */
  readonly withTables: readonly Table[]
  /** The days to compare with instead; null leaves them. */
  readonly normalDays: readonly string[] | null
  /** Since when to look into it instead, a day or an hour of the alert's day; null leaves it. */
  readonly since: string | null
  readonly hint: string | null
}

/** The text that a reviewer made of a query. */
export type QueryChange = Pick<QueryContent, 'sql' | 'hash' | 'tables' | 'columns'> & { readonly kind: 'query' }

export type Outcome = 'approved' | 'rejected' | 'modified'

/** Somebody, and the name they had then. */
export type ByPerson = { readonly by: PersonId; readonly byName: string }

/** What a decision grants besides: queries of the shape of the text that was approved, as far as that text went. */
export type GrantTerms = {
  readonly id: string
  readonly dataSourceId: DataSourceId
  readonly shape: string
  readonly tables: readonly TableName[]
  readonly columns: readonly string[]
  readonly sensitive: readonly string[]
  /** What the text was going to read; null where the data source did not say. */
  readonly bytes: number | null
  /** ISO 8601, UTC. */
  readonly until: string
}

/** The grant by which a query runs without asking, by the name that its giver had then. */
export type GrantUse = ByPerson & Pick<GrantTerms, 'id' | 'until'>

/** `by` null: the deadline decided. `byName` is the name as it was then. */
export type ApprovalDecision = {
  readonly requestId: string
  readonly outcome: Outcome
  readonly by: PersonId | null
  readonly byName: string
  readonly reason: string | null
  readonly change: ContextChange | QueryChange | null
  /** Who is away and had it decided so; null where the word is the decider's own. */
  readonly behalf: ByPerson | null
  /** Who approved it as well, where two must, and for whom. */
  readonly seconded: (ByPerson & { readonly behalf?: ByPerson | null }) | null
  /** What is remembered of it; null where it is good for its text alone. */
  readonly grant: GrantTerms | null
  /** The grant that decided in the stead of a person; null where nobody was spared. */
  readonly byGrant: GrantUse | null
}

/** A request and what came of it. `given`: what the first of two approved, until a second does; `withdrawn`: who dropped what it was for. */
export type Approval = {
  readonly request: ApprovalRequest
  readonly given: ApprovalDecision | null
  readonly decision: ApprovalDecision | null
  readonly withdrawn: ByPerson | null
  /** Whether it has asked more people. */
  readonly isEscalated: boolean
}

/** A query that would have been laid before a person, and the grant that lets it run instead. */
export type AllowedQuery = { readonly request: ApprovalRequest; readonly grant: GrantUse }
