import { asksNothing, judgeQuery, type ApprovalPolicy, type Judged, type QueryAuthor } from '../core/approval/policy.ts'
import { subjectOf, touchedBy, type Touched } from '../core/approval/queryRequest.ts'
import type { Table } from '../core/dataset/table.ts'
import type { DataSource } from '../core/ports/dataSource.ts'
import type { SafeQuery } from '../core/ports/queryGuard.ts'
import type { PricedEstimate } from '../core/usage/queryCost.ts'
import { priceQuery } from './steps/estimateQuery.ts'

type Text = {
  readonly source: DataSource
  readonly query: SafeQuery
  readonly authors: readonly QueryAuthor[]
  readonly tables: readonly Table[]
}
type Place = Parameters<typeof priceQuery>[2] & { readonly policy: ApprovalPolicy }

/** What the policy says of a text that the guard has read, by what it touches and by what it is going to read. */
export const judgeText = async (
  { source, query, authors, tables }: Text,
  { policy, ...place }: Place,
): Promise<{ readonly touched: Touched; readonly estimate: PricedEstimate | null; readonly judged: Judged }> => {
  const touched = touchedBy(query, tables, policy)
  const estimate = asksNothing(policy) ? null : await priceQuery(source, query, place)
  return { touched, estimate, judged: judgeQuery(subjectOf(touched, authors, estimate), policy) }
}
