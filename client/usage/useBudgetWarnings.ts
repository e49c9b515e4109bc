import { useClientHandle, type Client } from '@urql/vue'
import { readonly, shallowRef } from 'vue'
import { graphql } from '../gql/gql.ts'
import type { BudgetWarningsQuery } from '../gql/graphql.ts'

const warningsQuery = graphql(`
  query BudgetWarnings {
    budgetWarnings { dataSourceId dataSourceName teamId teamName period level endsAt raisedBy spent { amount currency } limit { amount currency } }
  }
`)

type Warning = BudgetWarningsQuery['budgetWarnings'][number]

const warnings = shallowRef<readonly Warning[]>([])

const read = async (client: Client) => {
  const { data } = await client.query(warningsQuery, {}, { requestPolicy: 'network-only' }).toPromise()
  if (data) warnings.value = data.budgetWarnings
}

/** Budgets that are nearly or wholly used up, the same for the whole page; `look` asks how they stand now. */
export const useBudgetWarnings = () => {
  const { client } = useClientHandle()
  return { warnings: readonly(warnings), look: () => void read(client) }
}
