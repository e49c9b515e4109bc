import { useClientHandle } from '@urql/vue'
import { shallowRef, type Ref } from 'vue'
import { graphql } from '../../gql/gql.ts'
import { tableId, type TreeColumn, type TreeTable } from './treeRows.ts'

/** Tables fetched at once; more follow until the schema is whole. */
const SLICE = 500

const slice = graphql(`
  query SchemaTreeTables($dataSourceId: ID!, $schema: String!, $search: String, $first: Int!, $offset: Int!) {
    node(id: $dataSourceId) {
      __typename
      ... on DataSource {
        id catalogue { tables(schema: $schema, search: $search, first: $first, offset: $offset) { schema name isView rowEstimate matchedColumns } }
      }
    }
  }
`)
const columnsOf = graphql(`
  query SchemaTreeColumns($dataSourceId: ID!, $schema: String!, $name: String!) {
    node(id: $dataSourceId) {
      __typename
      ... on DataSource { id catalogue { table(schema: $schema, name: $name) { columns { name nativeType } primaryKey } } }
    }
  }
`)

/** The tables of opened schemas and the columns of opened tables, fetched as they are opened. */
export const useTreeLoads = (dataSourceId: string, wanted: Ref<string | null>) => {
  const { client } = useClientHandle()
  const tables = shallowRef<ReadonlyMap<string, readonly TreeTable[]>>(new Map())
  const columns = shallowRef<ReadonlyMap<string, readonly TreeColumn[]>>(new Map())
  const failure = shallowRef<Error | null>(null)
  let round = 0

  const loadTables = async (schema: string) => {
    const [mine, text] = [round, wanted.value]
    for (let known = tables.value.get(schema) ?? []; ; known = tables.value.get(schema) ?? []) {
      const asked = { dataSourceId, schema, search: text, first: SLICE, offset: known.length }
      const answer = await client.query(slice, asked, { requestPolicy: 'network-only' }).toPromise()
      if (mine !== round) return
      failure.value = answer.error ?? null
      const more = answer.data?.node?.__typename === 'DataSource' ? (answer.data.node.catalogue?.tables ?? []) : []
      tables.value = new Map(tables.value).set(schema, [...known, ...more])
      if (more.length < SLICE) return
    }
  }
  const loadColumns = async ({ schema, name }: TreeTable) => {
    const answer = await client.query(columnsOf, { dataSourceId, schema, name }).toPromise()
    failure.value = answer.error ?? null
    const found = answer.data?.node?.__typename === 'DataSource' ? answer.data.node.catalogue?.table : null
    const known = (found?.columns ?? []).map(column => ({
      ...column,
      isKey: found?.primaryKey?.includes(column.name) === true,
    }))
    columns.value = new Map(columns.value).set(tableId({ schema, name }), known)
  }
  /** What is still under way belongs to another question. */
  const forget = () => {
    round += 1
    tables.value = new Map()
  }
  return { tables, columns, failure, loadTables, loadColumns, forget }
}
