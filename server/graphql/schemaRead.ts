import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { DataSource } from './dataSource.ts'
import { dataSourceCode, DataSourceError, InputError } from './errors.ts'
import { uuidOf } from './globalId.ts'
import { callerOf, notFound } from './who.ts'

const SchemaReadInput = builder.inputType('SchemaReadInput', {
  description: 'Whose schema to read.',
  fields: t => ({ dataSourceId: t.id({ required: true, description: 'The data source.' }) }),
})

type Read = { readonly id: string; readonly tables: number; readonly changes: number }

const SchemaReadPayload = builder.objectRef<Read>('SchemaReadPayload').implement({
  description: 'What the reading came to.',
  fields: t => ({
    tableCount: t.int({ description: 'How many tables and views there are.', resolve: ({ tables }) => tables }),
    changes: t.exposeInt('changes', { description: 'How many are otherwise than at the reading before.' }),
    dataSource: t.prismaField({
      type: DataSource,
      description: 'The data source with its catalogue.',
      resolve: (query, { id }, _args, { readDb }) => readDb.dataSource.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

builder.mutationField('schemaRead', t =>
  t.field({
    type: SchemaReadPayload,
    description:
      'Reads the schema of a data source now, as it is done every day by itself, and keeps what changed. Permission: investigations:write. Events: none.',
    args: { input: t.arg({ type: SchemaReadInput, required: true, description: 'Whose.' }) },
    errors: {
      types: [InputError, DataSourceError],
      union: { name: 'SchemaReadResult', description: 'Read, or why not.' },
    },
    resolve: async (_root, { input }, context) => {
      const { tenantId } = callerOf(context)
      const id = uuidOf('DataSource', input.dataSourceId)
      if (id === null) throw notFound('data source', 'dataSourceId')
      const read = await context.app.readSchema({ tenantId, dataSourceId: asId<DataSourceId>(id) })
      if (read.ok) return { id, ...read.value }
      const { code, message, retryable } = read.problem
      throw code === 'not-found'
        ? notFound('data source', 'dataSourceId')
        : new DataSourceError(dataSourceCode[code], message, retryable)
    },
  }),
)
