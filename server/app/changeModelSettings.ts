import type { SignedIn } from '../core/access/signedIn.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { ModelSettings, ModelSettingsChange, ModelSettingsStore } from '../core/ports/modelSettings.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { refuse, type Result } from '../core/shared/result.ts'

export type ModelSettingsRefusal =
  | { readonly code: 'not-found' | 'conflict' }
  | { readonly code: 'invalid'; readonly message: string; readonly path: string }

type Tools = { readonly modelSettings: ModelSettingsStore; readonly registry: Pick<DataSourceRegistry, 'find'> }

const isName = (name: string | null) => name === null || /^[\w.:@/-]{1,100}$/.test(name)

/** Says whether models take part, by which key, and what of each data source they are told. */
export const changeModelSettings =
  ({ modelSettings, registry }: Tools) =>
  async ({ tenantId }: SignedIn, change: ModelSettingsChange): Promise<Result<ModelSettings, ModelSettingsRefusal>> => {
    if (typeof change.key === 'string' && !/^\S{8,500}$/.test(change.key))
      return refuse({ code: 'invalid', message: 'A key has 8 to 500 characters and no spaces.', path: 'key' })
    for (const field of ['reasonModel', 'labelModel'] as const) {
      if (!isName(change[field]))
        return refuse({
          code: 'invalid',
          message: "A model's name has up to 100 letters, digits and marks.",
          path: field,
        })
    }
    for (const id of Object.keys(change.sharing)) {
      if (!(await registry.find(tenantId, asId<DataSourceId>(id)))) return refuse({ code: 'not-found' })
    }
    return modelSettings.change(tenantId, change)
  }
