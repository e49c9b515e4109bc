import { useQuery } from '@urql/vue'
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { splitTable } from '../dataSource/useTableColumns.ts'
import { graphql } from '../gql/gql.ts'
import type { LineageDirection } from '../gql/graphql.ts'

const MORE = 20
const MOST = 100

type Asked = {
  readonly dataSourceId: MaybeRefOrGetter<string>
  readonly table: MaybeRefOrGetter<string>
  readonly direction: LineageDirection
}

/** The tables on one side of a table, twenty more at a time. */
export const useLineage = ({ dataSourceId, table, direction }: Asked) => {
  const first = ref(MORE)
  watch(
    () => toValue(table),
    () => {
      first.value = MORE
    },
  )
  const { data, fetching, error, executeQuery } = useQuery({
    query: graphql(`
      query Lineage($dataSourceId: ID!, $schema: String!, $table: String!, $direction: LineageDirection!, $first: Int) {
        node(id: $dataSourceId) {
          __typename
          ... on DataSource {
            id
            lineage(schema: $schema, table: $table, direction: $direction, depth: 5, first: $first) {
              totalCount truncated
              nodes { distance table { schema name } }
              edges { source from { schema name } to { schema name } columns { from to } }
            }
          }
        }
      }
    `),
    variables: computed(() => {
      const { schema, name } = splitTable(toValue(table))
      return { dataSourceId: toValue(dataSourceId), schema, table: name, direction, first: first.value }
    }),
    context: { requestPolicy: 'cache-and-network' },
  })
  const found = computed(() => (data.value?.node?.__typename === 'DataSource' ? data.value.node.lineage : null))
  return {
    found,
    fetching,
    error,
    again: () => executeQuery({ requestPolicy: 'network-only' }),
    left: computed(() => Math.max(0, Math.min(found.value?.totalCount ?? 0, MOST) - (found.value?.nodes.length ?? 0))),
    more: () => {
      first.value = Math.min(MOST, first.value + MORE)
    },
  }
}
