import { useMutation } from '@urql/vue'
import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { graphql } from '../gql/gql.ts'
import type { InvestigationStartInput } from '../gql/graphql.ts'
import { describeFailure } from '../lib/failure.ts'
import type { UserErrorLike } from '../lib/fieldErrors.ts'

/** Starts a case and goes to its page; a refusal stays in `problem`. */
export const useStartInvestigation = () => {
  const router = useRouter()
  const {
    executeMutation: execute,
    fetching,
    data,
    error,
  } = useMutation(
    graphql(`
    mutation InvestigationStart($input: InvestigationStartInput!) {
      investigationStart(input: $input) {
        __typename
        ... on InvestigationStartPayload { investigation { id number } }
        ... on InputError { code message path }
        ... on DataSourceError { code message path }
      }
    }
  `),
  )
  const problem = computed((): UserErrorLike | null => {
    if (error.value) return { message: describeFailure(error.value).message }
    const result = data.value?.investigationStart
    return result === undefined || result.__typename === 'InvestigationStartPayload' ? null : result
  })
  const start = async (input: InvestigationStartInput) => {
    const result = (await execute({ input })).data?.investigationStart
    if (result?.__typename === 'InvestigationStartPayload')
      await router.push({ name: 'investigation', params: { id: result.investigation.id } })
  }
  return { start, starting: fetching, problem }
}
