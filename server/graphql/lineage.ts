import { nodesOf, type LineageDirection, type LineageEdge, type LineageNode } from '../core/dataset/lineage.ts'
import type { TableName } from '../core/dataset/table.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { DataSourceError, InputError, dataSourceCode } from './errors.ts'
import { failure } from './failure.ts'
import { uuidOf } from './globalId.ts'
import { lineageSourceEnum } from './lineageSource.ts'
import { checkPage } from './page.ts'
import { callerOf, notFound } from './who.ts'
import { wordEnum } from './words.ts'

const MAX_DEPTH = 10
/** Edges that are read to answer; beyond them the answer says that it is cut. */
const MAX_EDGES = 5000

const direction = wordEnum<LineageDirection>('LineageDirection', 'Which way.', {
  upstream: 'What the table is made from.',
  downstream: 'What is made from it.',
})

const Name = builder.objectRef<TableName>('LineageTable').implement({
  description: 'A table by its name; it need not exist in the data source.',
  fields: t => ({
    schema: t.exposeString('schema', { description: 'Its schema.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
  }),
})

const Node = builder.objectRef<LineageNode>('LineageNode').implement({
  description: 'A table that edges lead to.',
  fields: t => ({
    table: t.field({ type: Name, description: 'Which table.', resolve: ({ table }) => table }),
    distance: t.exposeInt('distance', { description: 'How many edges away; 1 is next to it.' }),
  }),
})

const Columns = builder.objectRef<LineageEdge['columns'][number]>('LineageColumns').implement({
  description: 'One column goes into another.',
  fields: t => ({
    from: t.exposeString('from', { description: 'The column of the table upstream.' }),
    to: t.exposeString('to', { description: 'The column that it goes into.' }),
  }),
})

const Edge = builder.objectRef<LineageEdge>('LineageEdge').implement({
  description: 'One table goes into another.',
  fields: t => ({
    source: t.field({ type: lineageSourceEnum, description: 'Who says so.', resolve: ({ source }) => source }),
    from: t.field({ type: Name, description: 'The table upstream.', resolve: ({ from }) => from }),
    to: t.field({ type: Name, description: 'The table that it goes into.', resolve: ({ to }) => to }),
    columns: t.field({
      type: [Columns],
      description: 'Which column goes into which, where the source tells; else empty.',
      resolve: ({ columns }) => [...columns],
    }),
  }),
})

type Found = {
  readonly nodes: readonly LineageNode[]
  readonly edges: readonly LineageEdge[]
  readonly total: number
  readonly truncated: boolean
}

const LineageObject = builder.objectRef<Found>('Lineage').implement({
  description: 'The tables around one, with the edges between them.',
  fields: t => ({
    nodes: t.field({
      type: [Node],
      description: 'The tables, the nearest first, as many as asked.',
      resolve: ({ nodes }) => [...nodes],
    }),
    edges: t.field({
      type: [Edge],
      description: 'The edges that lead to these tables.',
      resolve: ({ edges }) => [...edges],
    }),
    totalCount: t.exposeInt('total', { description: 'How many tables there are to that depth.' }),
    truncated: t.exposeBoolean('truncated', {
      description: `Whether there are more than ${MAX_EDGES} edges, of which the farthest are not counted.`,
    }),
  }),
})

builder.prismaObjectField(DataSource, 'lineage', t =>
  t.field({
    type: LineageObject,
    description:
      'What a table is made from, or what is made from it, as foreign keys, dbt, OpenLineage and the definitions of views tell.',
    args: {
      schema: t.arg.string({ required: true, description: 'The schema of the table.' }),
      table: t.arg.string({ required: true, description: 'The table.' }),
      direction: t.arg({ type: direction, required: true, description: 'Which way.' }),
      depth: t.arg.int({ defaultValue: 3, description: `How many edges far, 1 to ${MAX_DEPTH}.` }),
      first: t.arg.int({ defaultValue: 20, description: 'How many tables at most, 1 to 100.' }),
    },
    resolve: async ({ id }, { schema, table, direction: way, depth, first }, context) => {
      const [far, most] = [depth ?? 3, first ?? 20]
      checkPage({ first: most })
      if (far < 1 || far > MAX_DEPTH) throw failure('INVALID_INPUT', `The depth is 1 to ${MAX_DEPTH}.`, 400)
      const place = { tenantId: callerOf(context).tenantId, dataSourceId: asId<DataSourceId>(id) }
      const centre = { schema, name: table }
      const edges = await context.app.lineageAround(place, {
        table: centre,
        direction: way,
        depth: far,
        most: MAX_EDGES,
      })
      const nodes = nodesOf(edges, centre, way)
      return shown(
        { nodes: nodes.slice(0, most), edges, total: nodes.length, truncated: edges.length >= MAX_EDGES },
        centre,
      )
    },
  }),
)

const key = ({ schema, name }: TableName) => JSON.stringify([schema, name])

/** Only the edges between what is shown. */
const shown = (found: Found, centre: TableName): Found => {
  const tables = new Set([centre, ...found.nodes.map(({ table }) => table)].map(key))
  return { ...found, edges: found.edges.filter(({ from, to }) => tables.has(key(from)) && tables.has(key(to))) }
}

const RefreshInput = builder.inputType('LineageRefreshInput', {
  description: 'A data source whose foreign keys are to be read.',
  fields: t => ({ dataSourceId: t.id({ required: true, description: 'Which one.' }) }),
})

const RefreshPayload = builder.objectRef<{ readonly edges: number }>('LineageRefreshPayload').implement({
  description: 'Read.',
  fields: t => ({ edges: t.exposeInt('edges', { description: 'How many edges the foreign keys make.' }) }),
})

builder.mutationField('lineageRefresh', t =>
  t.field({
    type: RefreshPayload,
    description: 'Reads the foreign keys of a data source anew. Permission: lineage:write. Events: none.',
    args: { input: t.arg({ type: RefreshInput, required: true, description: 'Which data source.' }) },
    errors: {
      types: [InputError, DataSourceError],
      union: { name: 'LineageRefreshResult', description: 'Read, or why not.' },
    },
    resolve: async (_root, { input: { dataSourceId } }, context) => {
      const id = uuidOf('DataSource', dataSourceId)
      if (id === null) throw notFound('data source', 'dataSourceId')
      const read = await context.app.refreshKeys({
        tenantId: callerOf(context).tenantId,
        dataSourceId: asId<DataSourceId>(id),
      })
      if (read.ok) return read.value
      const { code, message, retryable } = read.problem
      if (code === 'not-found') throw notFound('data source', 'dataSourceId')
      throw new DataSourceError(dataSourceCode[code], message, retryable)
    },
  }),
)
