import { useMutation } from '@urql/vue'
import { ref } from 'vue'
import { graphql } from '../gql/gql.ts'
import { describeFailure } from '../lib/failure.ts'

type Told = { readonly tone: 'neutral' | 'bad'; readonly text: string }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
/** The server's sentence; its error has the shape of GraphQL's own. */
const sentenceOf = (body: unknown) => {
  const first: unknown = isRecord(body) && Array.isArray(body['errors']) ? body['errors'][0] : null
  return isRecord(first) && typeof first['message'] === 'string' ? first['message'] : 'The server could not take it.'
}
const edges = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'edge' : 'edges'} read.`

/** Sends a dbt manifest, and has the foreign keys read; `told` is what came of it. */
export const useLineageUpload = (dataSourceId: string) => {
  const told = ref<Told | null>(null)
  const busy = ref(false)
  const { executeMutation } = useMutation(
    graphql(`
    mutation LineageRefresh($input: LineageRefreshInput!) {
      lineageRefresh(input: $input) { __typename ... on LineageRefreshPayload { edges } ... on InputError { code message } ... on DataSourceError { code message } }
    }
  `),
  )
  const doing = async (work: () => Promise<Told>) => {
    busy.value = true
    told.value = await work()
    busy.value = false
  }
  return {
    told,
    busy,
    upload: (file: File) =>
      doing(async () => {
        try {
          const response = await fetch(`/lineage/dbt?dataSource=${encodeURIComponent(dataSourceId)}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: file,
          })
          const body: unknown = await response.json()
          return response.ok && isRecord(body)
            ? { tone: 'neutral', text: edges(Number(body['edges'])) }
            : { tone: 'bad', text: sentenceOf(body) }
        } catch (error) {
          if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error
          return { tone: 'bad', text: 'The server cannot be reached. Check the connection and try again.' }
        }
      }),
    readKeys: () =>
      doing(async () => {
        const { data, error } = await executeMutation({ input: { dataSourceId } })
        const result = data?.lineageRefresh
        if (result?.__typename === 'LineageRefreshPayload') return { tone: 'neutral', text: edges(result.edges) }
        return {
          tone: 'bad',
          text: result?.message ?? (error ? describeFailure(error).message : 'They could not be read.'),
        }
      }),
  }
}
