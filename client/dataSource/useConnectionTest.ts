import { useMutation } from '@urql/vue'
import { computed } from 'vue'
import { graphql } from '../gql/gql.ts'
import { describeFailure } from '../lib/failure.ts'

/** What is tested: a connected data source, or settings that are not saved. */
export type Tested = { readonly dataSourceId: string } | { readonly kind: string; readonly settings: Record<string, unknown> }

/** One connection test at a time, with the steps that it took. */
export const useConnectionTest = () => {
  const { executeMutation, fetching, data, error } = useMutation(graphql(`
    mutation DataSourceTest($input: DataSourceTestInput!) {
      dataSourceTest(input: $input) {
        __typename
        ... on DataSourceTestPayload { passed steps { ...TestSteps_step } }
        ... on InputError { code message path }
      }
    }
  `))
  const result = computed(() => data.value?.dataSourceTest)
  return {
    test: (input: Tested) => executeMutation({ input }),
    testing: fetching,
    steps: computed(() => (result.value?.__typename === 'DataSourceTestPayload' ? result.value.steps : null)),
    refusal: computed(() => {
      if (error.value) return { message: describeFailure(error.value).message }
      return result.value?.__typename === 'InputError' ? result.value : null
    }),
  }
}
