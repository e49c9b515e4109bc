import { useQuery } from '@urql/vue'
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { graphql } from '../../gql/gql.ts'
import { schemaId, treeRows, type TreeRow } from './treeRows.ts'
import { useTreeLoads } from './useTreeLoads.ts'

const overview = graphql(`
  query SchemaTree($dataSourceId: ID!, $search: String) {
    node(id: $dataSourceId) {
      __typename
      ... on DataSource { id schemaProblem { at message } catalogue { readAt tableCount schemas(search: $search) { name tableCount } } }
    }
  }
`)
/** `shown`: the schema of the table that is looked at, which stands open; '' for none. */
type Options = { readonly search: MaybeRefOrGetter<string>; readonly shown: MaybeRefOrGetter<string> }

/** The tree of schemas, tables and columns as the server keeps it; what is opened is fetched. A new search begins anew. */
export const useSchemaTree = (dataSourceId: string, { search, shown }: Options) => {
  const wanted = computed(() => toValue(search) || null)
  const { data, error, fetching, executeQuery } = useQuery({
    query: overview,
    variables: computed(() => ({ dataSourceId, search: wanted.value })),
    context: { requestPolicy: 'cache-and-network' },
  })
  const source = computed(() => (data.value?.node?.__typename === 'DataSource' ? data.value.node : null))
  const catalogue = computed(() => source.value?.catalogue ?? null)
  const schemas = computed(() => catalogue.value?.schemas ?? [])
  const { tables, columns, failure, loadTables, loadColumns, forget } = useTreeLoads(dataSourceId, wanted)
  const expanded = shallowRef<ReadonlySet<string>>(new Set())

  const open = (row: Extract<TreeRow, { expanded: boolean }>) => {
    if (row.kind === 'schema' && !tables.value.has(row.schema.name)) void loadTables(row.schema.name)
    if (row.kind === 'table' && !columns.value.has(row.id)) void loadColumns(row.table)
  }
  const toggle = (row: TreeRow) => {
    if (row.kind !== 'schema' && row.kind !== 'table') return
    if (row.expanded) return void (expanded.value = new Set([...expanded.value].filter(id => id !== row.id)))
    open(row)
    expanded.value = new Set([...expanded.value, row.id])
  }
  // What is searched for is shown, not hidden behind its schema; a single schema hides nothing either.
  watch(
    [schemas, wanted],
    ([found], before) => {
      const isNew = before[1] !== wanted.value || before[0] === undefined || before[0].length === 0
      if (!isNew && tables.value.size > 0) return
      forget()
      expanded.value = new Set(
        wanted.value !== null || found.length === 1 ? found.map(({ name }) => schemaId(name)) : [],
      )
      for (const { name } of found) if (expanded.value.has(schemaId(name))) void loadTables(name)
    },
    { immediate: true },
  )
  watch(
    [schemas, () => toValue(shown)],
    ([found, name]) => {
      if (!found.some(schema => schema.name === name) || expanded.value.has(schemaId(name))) return
      expanded.value = new Set([...expanded.value, schemaId(name)])
      if (!tables.value.has(name)) void loadTables(name)
    },
    { immediate: true },
  )

  const rows = computed(() =>
    treeRows({ schemas: schemas.value, tables: tables.value, columns: columns.value, expanded: expanded.value }),
  )
  const reload = () => {
    forget()
    columns.value = new Map()
    executeQuery({ requestPolicy: 'network-only' })
  }
  return { rows, toggle, catalogue, source, fetching, error: computed(() => error.value ?? failure.value), reload }
}
