import type { ModelSettings } from '../core/ports/modelSettings.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import type { Sharing } from '../core/model/terms.ts'
import { builder } from './builder.ts'
import { csvLine } from './csv.ts'
import { ConflictError, InputError } from './errors.ts'
import { printGlobalId, uuidOf } from './globalId.ts'
import { ExposedClassEnum, SharingEnum } from './modelCall.ts'
import { storedExposures } from './stored.ts'
import type { Context } from './context.ts'
import type { Exposure } from '../core/model/brief.ts'
import { callerOf, notFound } from './who.ts'

type Shared = { readonly id: string; readonly sharing: Sharing }

const SharedObject = builder.objectRef<Shared>('ModelSharedDataSource').implement({
  description: 'What of one data source a model is told.',
  fields: t => ({
    dataSourceId: t.id({ description: 'Which data source.', resolve: ({ id }) => printGlobalId('DataSource', id) }),
    sharing: t.expose('sharing', { type: SharingEnum, description: 'What a model is told.' }),
  }),
})

const SettingsObject = builder.objectRef<ModelSettings>('ModelSettings').implement({
  description: 'Whether models take part, and on which terms.',
  fields: t => ({
    enabled: t.exposeBoolean('enabled', { description: 'Whether models may take part, where there is a key.' }),
    available: t.boolean({
      description: "Whether there is a key to reach them by: the workspace's own, or the deployment's.",
      resolve: ({ keyHint }, _args, { app }) => keyHint !== null || app.hasModelKey,
    }),
    keyHint: t.exposeString('keyHint', {
      nullable: true,
      description: "The last characters of the workspace's own key; the key itself is never told.",
    }),
    reasonModel: t.exposeString('reasonModel', {
      nullable: true,
      description: "The model that reasons; null for the deployment's.",
    }),
    labelModel: t.exposeString('labelModel', {
      nullable: true,
      description: "The model that words and mends; null for the deployment's.",
    }),
    sharing: t.field({
      type: [SharedObject],
      description: 'Data sources of which more than aggregates are told, or for which that was said.',
      resolve: ({ sharing }) => Object.entries(sharing).map(([id, word]) => ({ id, sharing: word })),
    }),
    version: t.exposeInt('version', { description: 'Counts the changes; for `expectedVersion`.' }),
  }),
})

builder.queryField('modelSettings', t =>
  t.field({
    type: SettingsObject,
    description: 'Whether models take part, and on which terms.',
    resolve: (_root, _args, context) => context.app.modelSettings(callerOf(context).tenantId),
  }),
)

const SharingInput = builder.inputType('ModelSharingInput', {
  description: 'What of one data source a model is told.',
  fields: t => ({
    dataSourceId: t.id({ required: true, description: 'Which data source.' }),
    sharing: t.field({ type: SharingEnum, required: true, description: 'What a model is told.' }),
  }),
})

const ChangeInput = builder.inputType('ModelSettingsChangeInput', {
  description: 'Settings to save.',
  fields: t => ({
    enabled: t.boolean({ required: true, description: 'Whether models may take part.' }),
    key: t.string({
      description: "A key of the workspace's own, kept sealed; empty takes it away, and left out it stays.",
    }),
    reasonModel: t.string({ description: "The model that reasons; empty for the deployment's." }),
    labelModel: t.string({ description: "The model that words and mends; empty for the deployment's." }),
    sharing: t.field({
      type: [SharingInput],
      required: true,
      description: 'What is told of data sources; aggregates of those left out.',
    }),
    expectedVersion: t.int({ required: true, description: 'The `version` that the change was made on.' }),
  }),
})

const ChangePayload = builder.objectRef<ModelSettings>('ModelSettingsChangePayload').implement({
  description: 'Saved; it holds for every investigation from now on.',
  fields: t => ({
    settings: t.field({ type: SettingsObject, description: 'As they stand now.', resolve: settings => settings }),
  }),
})

const sourceOf = (given: string): DataSourceId => {
  const id = uuidOf('DataSource', given)
  if (id === null) throw notFound('data source', 'sharing')
  return asId<DataSourceId>(id)
}

const orNull = (text: string | null | undefined) =>
  typeof text === 'string' && text.trim() !== '' ? text.trim() : null

builder.mutationField('modelSettingsChange', t =>
  t.field({
    type: ChangePayload,
    description:
      'Says whether models take part, by which key, and what they are told. Permission: settings:write. Events: none.',
    args: { input: t.arg({ type: ChangeInput, required: true, description: 'The settings.' }) },
    errors: {
      types: [InputError, ConflictError],
      union: { name: 'ModelSettingsChangeResult', description: 'Saved, or why not.' },
    },
    resolve: async (_root, { input: { key, sharing, ...input } }, context) => {
      const changed = await context.app.changeModelSettings(callerOf(context), {
        ...input,
        reasonModel: orNull(input.reasonModel),
        labelModel: orNull(input.labelModel),
        ...(typeof key === 'string' ? { key: orNull(key) } : {}),
        sharing: Object.fromEntries(sharing.map(each => [sourceOf(each.dataSourceId), each.sharing])),
      })
      if (changed.ok) return changed.value
      switch (changed.problem.code) {
        case 'not-found':
          throw notFound('data source', 'sharing')
        case 'conflict':
          throw new ConflictError('CONFLICT', 'Somebody changed the settings meanwhile. Read them again.', [
            'expectedVersion',
          ])
        case 'invalid':
          throw new InputError('INVALID_INPUT', changed.problem.message, [changed.problem.path])
      }
    },
  }),
)

type Left = Exposure & { readonly calls: number; readonly lastAt: Date }

const LeftObject = builder.objectRef<Left>('LeftColumn').implement({
  description: 'A column of which something has ever left for a model.',
  fields: t => ({
    table: t.exposeString('table', { description: 'The table.' }),
    column: t.exposeString('column', { description: 'The column.' }),
    class: t.expose('class', { type: ExposedClassEnum, description: 'What left of it.' }),
    cells: t.exposeInt('cells', { description: 'Cells in all.' }),
    masked: t.exposeInt('masked', { description: 'Cells of them that were tokens.' }),
    calls: t.exposeInt('calls', { description: 'In how many calls.' }),
    lastAt: t.expose('lastAt', { type: 'DateTime', description: 'When last.' }),
  }),
})

const mostCalls = 20_000

/** Column by column over all calls, those with the most unmasked cells first. */
const leftColumns = async ({ readDb }: Context): Promise<readonly Left[]> => {
  const calls = await readDb.modelCall.findMany({
    select: { contents: true, askedAt: true },
    orderBy: { askedAt: 'asc' },
    take: mostCalls,
  })
  const sums = new Map<string, Left>()
  for (const { contents, askedAt } of calls) {
    for (const each of storedExposures(contents)) {
      const key = JSON.stringify([each.table, each.column, each.class])
      const before = sums.get(key) ?? { ...each, cells: 0, masked: 0, calls: 0 }
      sums.set(key, {
        ...each,
        cells: before.cells + each.cells,
        masked: before.masked + each.masked,
        calls: before.calls + 1,
        lastAt: askedAt,
      })
    }
  }
  return [...sums.values()].sort(
    (a, b) =>
      b.cells - b.masked - (a.cells - a.masked) || a.table.localeCompare(b.table) || a.column.localeCompare(b.column),
  )
}

builder.queryField('modelColumns', t =>
  t.field({
    type: [LeftObject],
    description: 'Every column of which something has ever left for a model. Permission: audit:read.',
    resolve: async (_root, _args, context) => [...(await leftColumns(context))],
  }),
)

builder.queryField('modelColumnsCsv', t =>
  t.string({
    description: 'The same as CSV (RFC 4180), times in UTC. Permission: audit:read.',
    resolve: async (_root, _args, context) => {
      const lines = (await leftColumns(context)).map(({ table, column, class: kind, cells, masked, calls, lastAt }) =>
        csvLine([table, column, kind, cells, masked, calls, lastAt]),
      )
      return [csvLine(['table', 'column', 'class', 'cells', 'masked', 'calls', 'lastAt']), ...lines].join('')
    },
  }),
)

builder.queryField('modelPayload', t =>
  t.string({
    nullable: true,
    description:
      'Exactly what left with one call, as text; null where there is no such call or it is forgotten by now. Permission: audit:read.',
    args: { callId: t.arg.id({ required: true, description: 'The `id` of the call.' }) },
    resolve: (_root, { callId }, context) => context.app.modelPayload(callerOf(context).tenantId, callId),
  }),
)
