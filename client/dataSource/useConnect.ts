import { useMutation } from '@urql/vue'
import { computed } from 'vue'
import { graphql, readFragment } from '../gql/index.ts'
import { describeFailure } from '../lib/failure.ts'
import { TestStep_step } from './testStep.ts'

/** Connects a data source; `refusal` is why not, `steps` those of the test that it did not stand. */
export const useConnect = () => {
  const { executeMutation, fetching, data, error } = useMutation(
    graphql(`
    mutation DataSourceConnect($input: DataSourceConnectInput!) {
      dataSourceConnect(input: $input) {
        __typename
        ... on DataSourceConnectPayload { dataSource { id name draft } warnings }
        ... on InputError { code message path }
        ... on ConflictError { code message path }
        ... on DataSourceTestError { code message path steps { ...TestStep_step } }
      }
    }
  `),
  )
  const result = computed(() => data.value?.dataSourceConnect)
  return {
    connect: async (input: { name: string; kind: string; settings: Record<string, unknown>; draft: boolean }) => {
      const answer = (await executeMutation({ input })).data?.dataSourceConnect
      return answer?.__typename === 'DataSourceConnectPayload' ? answer : null
    },
    connecting: fetching,
    refusal: computed(() => {
      if (error.value) return { message: describeFailure(error.value).message }
      return result.value === undefined || result.value.__typename === 'DataSourceConnectPayload' ? null : result.value
    }),
    steps: computed(() =>
      result.value?.__typename === 'DataSourceTestError' ? readFragment(TestStep_step, result.value.steps) : null,
    ),
  }
}
