import { useMutation } from '@urql/vue'
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { graphql } from '../gql/gql.ts'
import { describeFailure } from '../lib/failure.ts'

/** Runs a query or proof of the case on this page again; what came of it stays in `outcome`, a refusal in `problem`. */
export const useRerun = () => {
  const route = useRoute()
  const {
    executeMutation: execute,
    fetching,
    data,
    error,
  } = useMutation(
    graphql(`
    mutation QueryRerun($input: QueryRerunInput!) {
      queryRerun(input: $input) {
        __typename
        ... on QueryRerunPayload { agrees compared rowCount elapsedMs numbers { name recorded now unit agrees } }
        ... on InputError { message }
        ... on DataSourceError { message }
      }
    }
  `),
  )
  const result = computed(() => data.value?.queryRerun ?? null)
  const outcome = computed(() => (result.value?.__typename === 'QueryRerunPayload' ? result.value : null))
  const problem = computed((): string | null => {
    if (error.value) return describeFailure(error.value).message
    return result.value === null || result.value.__typename === 'QueryRerunPayload' ? null : result.value.message
  })
  const rerun = (name: string) => execute({ input: { investigationId: String(route.params['id']), name } })
  return { rerun, running: fetching, outcome, problem }
}
