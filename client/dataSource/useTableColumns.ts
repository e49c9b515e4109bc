import { useQuery } from '@urql/vue'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { graphql } from '../gql/gql.ts'

/** 'schema.table' as its parts; a schema's name may not hold a dot, a table's may. */
export const splitTable = (text: string) => {
  const dot = text.indexOf('.')
  return dot < 0 ? { schema: '', name: text } : { schema: text.slice(0, dot), name: text.slice(dot + 1) }
}

/** The columns of the chosen table, asked of the data source. */
export const useTableColumns = (dataSourceId: MaybeRefOrGetter<string>, table: MaybeRefOrGetter<string>) => {
  const { data, fetching, error } = useQuery({
    query: graphql(`
      query TableColumns($dataSourceId: ID!, $schema: String!, $name: String!) {
        node(id: $dataSourceId) {
          __typename
          ... on DataSource { id table(schema: $schema, name: $name) { schema name columns { name kind nativeType nullable } primaryKey } }
        }
      }
    `),
    variables: computed(() => ({ dataSourceId: toValue(dataSourceId), ...splitTable(toValue(table)) })),
    pause: () => toValue(table) === '' || toValue(dataSourceId) === '',
  })
  const found = computed(() => (data.value?.node?.__typename === 'DataSource' ? (data.value.node.table ?? null) : null))
  // While the next table is asked for, the answer at hand is still the last one's.
  const current = computed(() => {
    const { schema, name } = splitTable(toValue(table))
    return found.value?.name === name && found.value.schema === schema ? found.value : null
  })
  return {
    columns: computed(() => current.value?.columns ?? []),
    primaryKey: computed(() => current.value?.primaryKey ?? []),
    fetching,
    error,
  }
}
