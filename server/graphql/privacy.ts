import type { VersionedPrivacy } from '../core/ports/privacySettings.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import { ConflictError, InputError } from './errors.ts'
import { printGlobalId, uuidOf } from './globalId.ts'
import { callerOf, notFound, refused } from './who.ts'

type Masked = { readonly id: string; readonly columns: readonly string[] }

const MaskedObject = builder.objectRef<Masked>('MaskedColumns').implement({
  description: 'Columns of one data source of which no value is shown.',
  fields: t => ({
    dataSourceId: t.id({ description: 'Which data source.', resolve: ({ id }) => printGlobalId('DataSource', id) }),
    columns: t.stringList({ description: 'Their names, in any table.', resolve: ({ columns }) => [...columns] }),
  }),
})

const PrivacyObject = builder.objectRef<VersionedPrivacy>('Privacy').implement({
  description: "What is seen of the workspace's data, and how long it is kept.",
  fields: t => ({
    version: t.exposeInt('version', { description: 'Counts the changes; for `expectedVersion`.' }),
    showsRows: t.exposeBoolean('showsRows', {
      description:
        'Whether single rows are shown at all, masked: in reports, to people who look into tables, and to models.',
    }),
    rowDays: t.exposeInt('rowDays', {
      nullable: true,
      description: 'Days that rows of a report are kept; null: as long as the report.',
    }),
    payloadDays: t.exposeInt('payloadDays', {
      description: 'Days that what left for a model, and what came back, is kept.',
    }),
    masked: t.field({
      type: [MaskedObject],
      description: 'Columns that are counted only, by data source.',
      resolve: ({ masked }) => Object.entries(masked).map(([id, columns]) => ({ id, columns })),
    }),
  }),
})

builder.queryField('privacy', t =>
  t.field({
    type: PrivacyObject,
    description: "What is seen of the workspace's data, and how long it is kept.",
    resolve: (_root, _args, context) => context.app.privacy(callerOf(context).tenantId),
  }),
)

const MaskedInput = builder.inputType('MaskedColumnsInput', {
  description: 'Columns of one data source of which no value is to be shown.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'Which data source.' }),
    columns: t.stringList({ required: true, description: 'Their names, in any table.' }),
  }),
})

const PrivacyChangeInput = builder.inputType('PrivacyChangeInput', {
  description: "What is to be seen of the workspace's data.",
  fields: t => ({
    expectedVersion: t.int({ required: true, description: 'The `version` that the change was made on.' }),
    showsRows: t.boolean({ required: true, description: 'Whether single rows are shown at all, masked.' }),
    rowDays: t.int({ description: '1 to 3650; null: as long as the report.' }),
    payloadDays: t.int({ required: true, description: '1 to 3650.' }),
    masked: t.field({
      type: [MaskedInput],
      required: true,
      description: 'Columns that are counted only; none of data sources left out.',
    }),
  }),
})

const PrivacyChangePayload = builder.objectRef<VersionedPrivacy>('PrivacyChangePayload').implement({
  description: 'Saved. Masks hold for investigations from now on, lengths for what is kept already too.',
  fields: t => ({
    privacy: t.field({ type: PrivacyObject, description: 'As it stands now.', resolve: saved => saved }),
  }),
})

const sourceOf = (given: string): DataSourceId => {
  const id = uuidOf('DataSource', given)
  if (id === null) throw notFound('data source', 'masked')
  return asId<DataSourceId>(id)
}

builder.mutationField('privacyChange', t =>
  t.field({
    type: PrivacyChangePayload,
    description:
      "Says what is seen of the workspace's data, and how long it is kept. Permission: settings:write. Events: none.",
    args: { input: t.arg({ type: PrivacyChangeInput, required: true, description: 'The settings.' }) },
    errors: {
      types: [InputError, ConflictError],
      union: { name: 'PrivacyChangeResult', description: 'Saved, or why not.' },
    },
    resolve: async (_root, { input: { expectedVersion, rowDays, masked, ...rest } }, context) => {
      const wanted = {
        ...rest,
        rowDays: rowDays ?? null,
        masked: Object.fromEntries(masked.map(({ dataSourceId, columns }) => [sourceOf(dataSourceId), columns])),
      }
      const saved = await context.app.changePrivacy(callerOf(context), wanted, expectedVersion)
      if (saved.ok) return saved.value
      const { code, message, path } = saved.problem
      throw code === 'conflict' ? new ConflictError('CONFLICT', message, [path]) : refused({ code, message, path })
    },
  }),
)
