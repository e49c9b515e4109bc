import { useSubscription } from '@urql/vue'
import { watch } from 'vue'
import { useToasts } from '../composables/useToasts.ts'
import { graphql } from '../gql/gql.ts'
import { formatMoney } from '../lib/money.ts'
import { useBudgetWarnings } from './useBudgetWarnings.ts'
import { periodWords } from './words.ts'

/** Tells of budgets as they reach a level, each once, wherever on the page somebody is. */
export const useBudgetNews = () => {
  const { show } = useToasts()
  const { look } = useBudgetWarnings()
  const { data } = useSubscription({
    query: graphql(`
      subscription BudgetNews { budgetEvents { cursor dataSourceId teamId period level spent { amount currency } limit { amount currency } } }
    `),
  })
  watch(data, news => {
    if (!news) return
    look()
    const { dataSourceId, teamId, period, level, spent, limit } = news.budgetEvents
    const whose = teamId ? 'of a team ' : dataSourceId ? 'of a data source ' : ''
    show(
      level >= 100 ? 'bad' : 'good',
      `The budget ${whose}for ${periodWords[period]} has reached ${level} %: ${formatMoney(spent)} of ${formatMoney(limit)}`,
    )
  })
}
