import { may } from '../core/access/signedIn.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import type { DataSourceProblem } from '../core/ports/dataSource.ts'
import type { Result } from '../core/shared/result.ts'
import { builder } from './builder.ts'
import { dataSourceCode } from './errors.ts'
import { failure, unauthenticated } from './failure.ts'
import { uuidOrNone } from './globalId.ts'
import { checkPage, pageSize, totalCount } from './page.ts'
import { MAX_PAGE } from './relay.ts'
import { TableObject, TableSummaryObject } from './table.ts'

export const DataSource = builder.prismaNode('DataSource', {
  description: 'A warehouse that the tenant connected. Its secrets are never told.',
  id: { resolve: ({ id }) => id },
  nullable: true,
  findUnique: id => ({ id: uuidOrNone(id) }),
  select: { id: true },
  fields: t => ({
    name: t.exposeString('name', { description: 'What the tenant calls it; unique within the tenant, in any case.' }),
    kind: t.exposeString('kind', { description: 'One of `dataSourceKinds`.' }),
    readOnly: t.exposeBoolean('readOnly', {
      nullable: true,
      description: 'Whether the login can only read; null: not tested yet.',
    }),
    draft: t.exposeBoolean('draft', { description: 'Saved before it stood its test: nothing is investigated on it.' }),
    active: t.exposeBoolean('active', {
      description: 'Not paused: investigations may begin on it, and its health is looked at.',
    }),
    isDefault: t.exposeBoolean('isDefault', { description: 'Whether it is the one to begin with; at most one is.' }),
    version: t.exposeInt('version', { description: 'Counts its changes; `dataSourceChange` asks for it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was connected.' }),
    settings: t.field({
      type: 'JSON',
      nullable: true,
      select: { settings: true },
      description: 'Its settings without secrets, for those who may change them; null for others.',
      resolve: ({ settings }, _args, { signedIn }) =>
        signedIn !== null && may(signedIn, 'dataSources:write') ? settings : null,
    }),
    tables: t.field({
      type: [TableSummaryObject],
      nullable: true,
      description:
        'Tables and views, by schema and name. Asks the data source live: one that is down gives null and an error with code DATA_SOURCE_UNREACHABLE.',
      args: {
        search: t.arg.string({ description: 'Only those with this in their name, in any case.' }),
        first: t.arg.int({ defaultValue: 50, description: `How many at most, 1 to ${MAX_PAGE}.` }),
      },
      resolve: async ({ id }, { search, first }, { app, signedIn }) => {
        checkPage({ first })
        if (signedIn === null) throw unauthenticated()
        const tables = answered(await app.listTables(signedIn.tenantId, asId<DataSourceId>(id)))
        const wanted = (search ?? '').toLowerCase()
        return tables
          .filter(({ name }) => `${name.schema}.${name.name}`.toLowerCase().includes(wanted))
          .slice(0, first ?? 50)
      },
    }),
    table: t.field({
      type: TableObject,
      nullable: true,
      description: 'One table with its columns; null where there is none. Asks the data source live.',
      args: {
        schema: t.arg.string({ required: true, description: 'The schema, as the data source spells it.' }),
        name: t.arg.string({ required: true, description: 'The table, as the data source spells it.' }),
      },
      resolve: async ({ id }, { schema, name }, { app, signedIn }) => {
        if (signedIn === null) throw unauthenticated()
        return answered(await app.describeTable(signedIn.tenantId, asId<DataSourceId>(id), { schema, name }))
      },
    }),
  }),
})

const answered = <Value>(result: Result<Value, DataSourceProblem>): Value => {
  if (!result.ok) throw failure(dataSourceCode[result.problem.code], result.problem.message)
  return result.value
}

builder.queryField('dataSources', t =>
  t.prismaConnection(
    {
      type: DataSource,
      cursor: 'id',
      ...pageSize,
      description: 'The connected data sources, by name.',
      totalCount: (_root, _args, { readDb }) => readDb.dataSource.count({ where: { removedAt: null } }),
      resolve: (query, _root, args, { readDb }) => {
        checkPage(args)
        return readDb.dataSource.findMany({
          ...query,
          where: { removedAt: null },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
        })
      },
    },
    { fields: t => ({ totalCount: t.int(totalCount) }) },
  ),
)
