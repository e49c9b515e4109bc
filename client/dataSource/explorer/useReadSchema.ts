import { useMutation } from '@urql/vue'
import { computed, watch } from 'vue'
import { useViewer } from '../../composables/useViewer.ts'
import { graphql } from '../../gql/gql.ts'
import { describeFailure } from '../../lib/failure.ts'

type Options = { readonly neverRead: () => boolean; readonly done: () => void }

/** Reads the schema when somebody asks for it, and by itself where nobody ever did. */
export const useReadSchema = (dataSourceId: string, { neverRead, done }: Options) => {
  const { may } = useViewer()
  const { executeMutation, data, error, fetching } = useMutation(
    graphql(`
    mutation SchemaRead($input: SchemaReadInput!) {
      schemaRead(input: $input) {
        __typename
        ... on SchemaReadPayload { tableCount changes }
        ... on InputError { code message path }
        ... on DataSourceError { code message retryable }
      }
    }
  `),
  )
  const problem = computed(() => {
    if (error.value) return describeFailure(error.value).message
    const result = data.value?.schemaRead
    return result === undefined || result.__typename === 'SchemaReadPayload' ? null : result.message
  })
  const read = async () => {
    await executeMutation({ input: { dataSourceId } })
    done()
  }
  watch(
    neverRead,
    never => {
      if (never && may('investigations:write') && data.value === undefined && !fetching.value) void read()
    },
    { immediate: true },
  )
  return { read, reading: fetching, problem }
}
