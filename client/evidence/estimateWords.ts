import type { EstimateSource } from '../gql/graphql.ts'
import { formatBytes, formatCount } from '../lib/format.ts'
import { formatMoney } from '../lib/money.ts'

type Estimate = {
  readonly rows?: number | null | undefined
  readonly bytes?: number | null | undefined
  readonly how: EstimateSource
  readonly cost?: { readonly amount: string; readonly currency: string } | null | undefined
}

const howWords: Readonly<Record<EstimateSource, string>> = {
  PLAN: 'by its planner',
  DRY_RUN: 'by a dry run',
  TABLE_SIZE: 'by the size of its tables',
}

/** What a query is going to read: 'about 1,000 rows, 38 kB, 0.02 USD, by its planner'. */
export const estimateWords = (estimate: Estimate | null | undefined): string => {
  const { rows = null, bytes = null, cost = null } = estimate ?? {}
  const parts = [
    rows === null ? null : `${formatCount(rows)} rows`,
    bytes === null ? null : formatBytes(bytes),
    cost === null ? null : formatMoney(cost),
  ].filter(part => part !== null)
  return estimate == null || parts.length === 0 ? 'not known' : `about ${parts.join(', ')}, ${howWords[estimate.how]}`
}
