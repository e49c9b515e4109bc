import { useMutation } from '@urql/vue'
import { computed } from 'vue'
import type { DataSourceChangeInput } from '../gql/graphql.ts'
import { graphql, readFragment } from '../gql/index.ts'
import { describeFailure } from '../lib/failure.ts'
import { TestStep_step } from './testStep.ts'

/** Changes a data source; `refusal` is why not, `stale` that somebody else changed it in between. */
export const useChangeDataSource = () => {
  const { executeMutation, fetching, data, error } = useMutation(
    graphql(`
    mutation DataSourceChange($input: DataSourceChangeInput!) {
      dataSourceChange(input: $input) {
        __typename
        ... on DataSourceChangePayload { dataSource { id name readOnly draft active isDefault version settings } }
        ... on InputError { code message path }
        ... on ConflictError { code message path }
        ... on DataSourceStaleError { code message path current { id name version settings } }
        ... on DataSourceTestError { code message path steps { ...TestStep_step } }
      }
    }
  `),
  )
  const result = computed(() => data.value?.dataSourceChange)
  return {
    /** Resolves to whether it was changed. */
    change: async (input: DataSourceChangeInput) =>
      (await executeMutation({ input })).data?.dataSourceChange?.__typename === 'DataSourceChangePayload',
    changing: fetching,
    refusal: computed(() => {
      if (error.value) return { message: describeFailure(error.value).message }
      return result.value === undefined || result.value.__typename === 'DataSourceChangePayload' ? null : result.value
    }),
    stale: computed(() =>
      result.value?.__typename === 'DataSourceStaleError' ? (result.value.current ?? null) : null,
    ),
    steps: computed(() =>
      result.value?.__typename === 'DataSourceTestError' ? readFragment(TestStep_step, result.value.steps) : null,
    ),
  }
}
