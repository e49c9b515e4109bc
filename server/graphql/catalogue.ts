// The schema of a data source as it was read last, from our own database: searched and paged there, whatever the data source is doing.
import type { Prisma } from '../../prisma/generated/client.ts'
import { builder } from './builder.ts'
import { catalogueChanges, SchemaDifferenceObject } from './catalogueChanges.ts'
import type { Context } from './context.ts'
import { DataSource } from './dataSource.ts'
import { failure } from './failure.ts'
import { storedForm } from './stored.ts'
import { TableObject } from './table.ts'

const MOST_TABLES = 1000

type Catalogue = { readonly dataSourceId: string; readonly readAt: Date; readonly tables: number }

const current = { seenUntil: null } as const

/** What LIKE would read as a pattern is looked for as it stands. */
const literally = (text: string) => text.toLowerCase().replaceAll(/[\\%_]/g, sign => `\\${sign}`)

type Wanted = {
  readonly schema?: string | null | undefined
  readonly search?: string | null | undefined
  readonly first: number
  readonly offset: number
}

const shown = {
  schema: true,
  name: true,
  isView: true,
  columnCount: true,
  columnSearch: true,
  rowEstimate: true,
  sizeBytes: true,
  changedAt: true,
  comment: true,
} as const
type ShownTable = Prisma.TableVersionGetPayload<{ select: typeof shown }> & { readonly matched: readonly string[] }

/** Tables whose name matches come first, then those with a column that does. */
const findTables = async (
  { readDb }: Context,
  { dataSourceId }: Catalogue,
  { schema, search, first, offset }: Wanted,
): Promise<ShownTable[]> => {
  const wanted = (search ?? '').trim().toLowerCase()
  const where = { dataSourceId, ...current, ...(typeof schema === 'string' && { schema }) }
  const find = (more: Prisma.TableVersionWhereInput, skip: number, take: number) =>
    readDb.tableVersion.findMany({
      where: { ...where, ...more },
      select: shown,
      orderBy: [{ schema: 'asc' }, { name: 'asc' }],
      skip,
      take,
    })
  if (wanted === '') return (await find({}, offset, first)).map(table => ({ ...table, matched: [] }))
  const byName = { search: { contains: literally(wanted) } }
  const named = await find(byName, offset, first)
  const before =
    named.length === first || offset === 0 ? 0 : await readDb.tableVersion.count({ where: { ...where, ...byName } })
  const byColumn =
    named.length === first
      ? []
      : await find(
          { columnSearch: { contains: literally(wanted) }, NOT: byName },
          Math.max(0, offset - before),
          first - named.length,
        )
  return [...named, ...byColumn].map(table => ({
    ...table,
    matched: table.columnSearch.split(' ').filter(name => name.includes(wanted)),
  }))
}

const CatalogueTable = builder.objectRef<ShownTable>('CatalogueTable').implement({
  description: 'A table or view as it was read last.',
  fields: t => ({
    schema: t.exposeString('schema', { description: 'The schema it stands in.' }),
    name: t.exposeString('name', { description: 'Its name within the schema.' }),
    isView: t.exposeBoolean('isView', { description: 'Whether it is a view.' }),
    columnCount: t.exposeInt('columnCount', { description: 'How many columns it has.' }),
    rowEstimate: t.exposeFloat('rowEstimate', {
      nullable: true,
      description: 'Rows as the statistics have it; null where there are none.',
    }),
    sizeBytes: t.exposeFloat('sizeBytes', {
      nullable: true,
      description: 'Bytes that it takes; null where the data source does not tell.',
    }),
    changedAt: t.expose('changedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last changed; null where the data source does not tell.',
    }),
    comment: t.exposeString('comment', { nullable: true, description: 'What its owner wrote about it.' }),
    matchedColumns: t.stringList({
      description: 'Its columns, in lower case, that the search found.',
      resolve: ({ matched }) => [...matched],
    }),
  }),
})

type SchemaCount = { readonly name: string; readonly tableCount: number }
const CatalogueSchema = builder.objectRef<SchemaCount>('CatalogueSchema').implement({
  description: 'A schema and how many tables it holds.',
  fields: t => ({
    name: t.exposeString('name', { description: 'As the data source spells it.' }),
    tableCount: t.exposeInt('tableCount', {
      description: 'Tables and views in it; of those found, where something is searched for.',
    }),
  }),
})

const countSchemas = async (
  { readDb }: Context,
  { dataSourceId }: Catalogue,
  search: string | null | undefined,
): Promise<SchemaCount[]> => {
  const wanted = literally((search ?? '').trim())
  const found = wanted === '' ? {} : { OR: [{ search: { contains: wanted } }, { columnSearch: { contains: wanted } }] }
  const counted = await readDb.tableVersion.groupBy({
    by: ['schema'],
    where: { dataSourceId, ...current, ...found },
    _count: { name: true },
    orderBy: { schema: 'asc' },
  })
  return counted.map(({ schema, _count }) => ({ name: schema, tableCount: _count.name }))
}

const checkRange = (first: number, offset: number) => {
  if (first < 1 || first > MOST_TABLES)
    throw failure('INVALID_INPUT', `\`first\` must be 1 to ${MOST_TABLES}; it is ${first}.`)
  if (offset < 0) throw failure('INVALID_INPUT', `\`offset\` must not be below 0; it is ${offset}.`)
}

const Reading = builder
  .objectRef<{ readonly readAt: Date; readonly tables: number; readonly changes: number }>('SchemaReading')
  .implement({
    description: 'One look at the whole schema.',
    fields: t => ({
      readAt: t.expose('readAt', { type: 'DateTime', description: 'When.' }),
      tableCount: t.int({ description: 'How many tables there were.', resolve: ({ tables }) => tables }),
      changes: t.exposeInt('changes', { description: 'How many tables were otherwise than at the look before.' }),
    }),
  })

const CatalogueObject = builder.objectRef<Catalogue>('Catalogue').implement({
  description: 'The schema of a data source as it was read last. Asks only our own database.',
  fields: t => ({
    readAt: t.expose('readAt', { type: 'DateTime', description: 'When it was read.' }),
    tableCount: t.int({ description: 'How many tables and views there were.', resolve: ({ tables }) => tables }),
    schemas: t.field({
      type: [CatalogueSchema],
      description: 'The schemas, by name.',
      args: { search: t.arg.string({ description: 'Count only what `tables` finds for it.' }) },
      resolve: (catalogue, { search }, context) => countSchemas(context, catalogue, search),
    }),
    tables: t.field({
      type: [CatalogueTable],
      description:
        'Tables and views by schema and name; where something is searched for, those with it in their own name come first.',
      args: {
        schema: t.arg.string({ description: 'Only those of this schema.' }),
        search: t.arg.string({
          description: 'Only those with this in their name, or in that of a column, in any case.',
        }),
        first: t.arg.int({ defaultValue: 100, description: `How many at most, 1 to ${MOST_TABLES}.` }),
        offset: t.arg.int({ defaultValue: 0, description: 'How many to leave out at the start.' }),
      },
      resolve: (catalogue, { schema, search, first, offset }, context) => {
        const range = { first: first ?? 100, offset: offset ?? 0 }
        checkRange(range.first, range.offset)
        return findTables(context, catalogue, { schema, search, ...range })
      },
    }),
    table: t.field({
      type: TableObject,
      nullable: true,
      description: 'One table with its columns; null where there was none.',
      args: {
        schema: t.arg.string({ required: true, description: 'The schema, as the data source spells it.' }),
        name: t.arg.string({ required: true, description: 'The table, as the data source spells it.' }),
      },
      resolve: async ({ dataSourceId }, { schema, name }, { readDb }) => {
        const found = await readDb.tableVersion.findFirst({ where: { dataSourceId, schema, name, ...current } })
        if (!found) return null
        const { rowEstimate, sizeBytes, changedAt } = found
        return {
          ...storedForm(found.form),
          name: { schema, name },
          rowEstimate,
          sizeBytes,
          changedAt: changedAt?.toISOString() ?? null,
        }
      },
    }),
    readings: t.field({
      type: [Reading],
      description: 'Looks at the whole schema, the newest first.',
      args: { first: t.arg.int({ defaultValue: 60, description: 'How many at most, 1 to 400.' }) },
      resolve: ({ dataSourceId }, { first }, { readDb }) =>
        readDb.schemaReading.findMany({
          where: { dataSourceId, problem: null },
          orderBy: { readAt: 'desc' },
          take: Math.min(400, Math.max(1, first ?? 60)),
        }),
    }),
    changes: t.field({
      type: [SchemaDifferenceObject],
      description:
        'What is otherwise at the end of the one day than at the end of the other, by UTC. Days before the first reading hold nothing.',
      args: {
        from: t.arg({ type: 'Date', required: true, description: 'The earlier day.' }),
        to: t.arg({ type: 'Date', required: true, description: 'The later day.' }),
      },
      resolve: ({ dataSourceId }, { from, to }, { readDb }) =>
        catalogueChanges(readDb, dataSourceId, { from: String(from), to: String(to) }),
    }),
  }),
})

const SchemaProblem = builder
  .objectRef<{ readonly readAt: Date; readonly problem: string | null }>('SchemaProblem')
  .implement({
    description: 'Why the schema could not be read the last time.',
    fields: t => ({
      at: t.field({ type: 'DateTime', description: 'When it was tried.', resolve: ({ readAt }) => readAt }),
      message: t.string({ description: 'Why not, for people.', resolve: ({ problem }) => problem ?? '' }),
    }),
  })

builder.prismaObjectFields(DataSource, t => ({
  catalogue: t.field({
    type: CatalogueObject,
    nullable: true,
    select: { id: true },
    description: 'The schema as it was read last; null where it never was. It is read every day.',
    resolve: async ({ id }, _args, { readDb }) => {
      const newest = await readDb.schemaReading.findFirst({
        where: { dataSourceId: id, problem: null },
        orderBy: { readAt: 'desc' },
      })
      return newest && { dataSourceId: id, readAt: newest.readAt, tables: newest.tables }
    },
  }),
  schemaProblem: t.field({
    type: SchemaProblem,
    nullable: true,
    select: { id: true },
    description: 'Why the schema could not be read the last time; null where it could.',
    resolve: async ({ id }, _args, { readDb }) => {
      const newest = await readDb.schemaReading.findFirst({ where: { dataSourceId: id }, orderBy: { readAt: 'desc' } })
      return newest?.problem === null ? null : newest
    },
  }),
}))
