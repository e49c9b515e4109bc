import type { NonEmpty } from '../shared/nonEmpty.ts'
import type { Result } from '../shared/result.ts'
import type { DataSource, DataSourceProblem } from './dataSource.ts'
import type { TestStep } from './testStep.ts'

/** Settings that their kind has accepted, parted by whether they may be stored and shown as they stand. */
export type DataSourceSettings = {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
}

/** `path` leads to the setting, outermost first; messages never quote what was given. */
export type SettingsFault = { readonly path: readonly string[]; readonly message: string }

export type SettingsRefusal = { readonly code: 'invalid-settings'; readonly faults: NonEmpty<SettingsFault> }

/** One kind of data source; `settingsSchema` is JSON Schema with `label`, `description`, `example`, `secret` and `address` (says where the server is) per property. */
export type DataSourceKind = {
  readonly kind: string
  readonly label: string
  readonly settingsSchema: Readonly<Record<string, unknown>>
}

/** The kinds of data source that can be connected. */
export interface DataSourceKinds {
  readonly kinds: readonly DataSourceKind[]
  /** Reads settings that a person typed. An unknown kind is a fault at path `kind`, others start with `settings`. */
  parse(kind: string, settings: unknown): Result<DataSourceSettings, SettingsRefusal>
  /** Goes to where the server is, telling each step as it begins and as it comes out, and stops at the first that fails; nothing for what has no network. */
  reach(settings: DataSourceSettings): AsyncIterable<TestStep>
  /** Opens the data source and makes sure that it answers. The caller closes it. */
  connect(settings: DataSourceSettings): Promise<Result<DataSource, DataSourceProblem>>
}
