import type { DataSourceKinds } from '../../core/ports/dataSourceKinds.ts'
import { refuse } from '../../core/shared/result.ts'
import type { ConnectOptions, DataSourceDefinition } from './defineDataSource.ts'
import { problem } from './shared/problem.ts'

/** The kinds of a list, connected as the deployment allows. */
export const createDataSourceKinds = (
  definitions: readonly DataSourceDefinition[],
  options: ConnectOptions,
): DataSourceKinds => {
  const find = (kind: string) => definitions.find(definition => definition.kind === kind)
  const known = definitions.map(({ kind }) => kind).join(', ')
  return {
    kinds: definitions.map(({ kind, label, settingsSchema }) => ({ kind, label, settingsSchema })),
    parse: (kind, settings) =>
      find(kind)?.parse(settings) ??
      refuse({
        code: 'invalid-settings',
        faults: [{ path: ['kind'], message: `There is no such kind of data source; there are ${known}.` }],
      }),
    async *reach(settings) {
      yield* find(settings.kind)?.reach(settings, options) ?? []
    },
    connect: async settings =>
      find(settings.kind)?.connect(settings, options) ??
      refuse(problem('bad-settings', 'This kind of data source is no longer supported.')),
  }
}
