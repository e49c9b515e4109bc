import type { DataSourceKind } from './app.ts'
import { builder } from './builder.ts'

const DataSourceKindObject = builder.objectRef<DataSourceKind>('DataSourceKind').implement({
  description: 'A kind of warehouse that can be connected.',
  fields: t => ({
    kind: t.exposeString('kind', { description: 'Its key, for `dataSourceConnect`.' }),
    label: t.exposeString('label', { description: 'Its name, for people.' }),
    settingsSchema: t.field({
      type: 'JSON',
      description: 'Its settings as JSON Schema.',
      resolve: ({ settingsSchema }) => settingsSchema,
    }),
  }),
})

builder.queryField('dataSourceKinds', t =>
  t.field({
    type: [DataSourceKindObject],
    description: 'Kinds of data source that can be connected, each with its settings as JSON Schema.',
    resolve: (_root, _args, { app }) => [...app.dataSourceKinds],
  }),
)
