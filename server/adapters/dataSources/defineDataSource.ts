import { z } from 'zod'
import type { DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import type {
  DataSourceKind,
  DataSourceSettings,
  SettingsFault,
  SettingsRefusal,
} from '../../core/ports/dataSourceKinds.ts'
import type { TestStep } from '../../core/ports/testStep.ts'
import type { Dialect } from '../../core/measure/dialect.ts'
import { createHiding, hiddenError } from '../../core/shared/hiding.ts'
import { nonEmpty, type NonEmpty } from '../../core/shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { problem } from './shared/problem.ts'
import type { Greeting } from './shared/greeting.ts'

/** What the deployment allows, the same for every data source. */
export type ConnectOptions = {
  /** Whether hosts on private networks and on this machine may be reached. */
  readonly allowPrivateAddresses: boolean
  /** Folders below which files may be opened; null: wherever the process may read. */
  readonly fileRoots: readonly string[] | null
  /** Queries at once, per data source. */
  readonly maxConcurrent: number
  /** Bounds of each opened DuckDB. */
  readonly duckdb: { readonly memoryMb: number; readonly threads: number }
}

type Connected = Promise<Result<DataSource, DataSourceProblem>>

type Definition<Settings extends z.ZodObject> = {
  readonly kind: string
  readonly label: string
  /** Each setting carries `.meta({ label, description, example, secret, address })`; secret ones are text, and those that say where the server is, and how safe the way, are addresses. */
  readonly settings: Settings
  readonly dialect: Dialect
  /** How its server is spoken to at first; left out where there is none. */
  readonly greeting?: Greeting
  /** Where its server is, if the settings do not say `host`, `port` and `ssl` themselves; null where they say nothing that can be reached. */
  placeOf?(settings: Readonly<Record<string, unknown>>): z.input<typeof placeShape> | null
  /** Opens the data source and makes sure that it answers. Its library is imported here, so that it is loaded only when used. */
  connect(settings: z.output<Settings>, options: ConnectOptions): Connected
}

/** One kind of data source, whatever its settings. */
export type DataSourceDefinition = DataSourceKind & {
  readonly dialect: Dialect
  parse(settings: unknown): Result<DataSourceSettings, SettingsRefusal>
  reach(settings: DataSourceSettings, options: ConnectOptions): AsyncIterable<TestStep>
  connect(settings: DataSourceSettings, options: ConnectOptions): Connected
}

export const defineDataSource = <Settings extends z.ZodObject>(
  definition: Definition<Settings>,
): DataSourceDefinition => {
  const { kind, label, settings: schema, dialect } = definition
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape
  const isSecret = ([name]: [string, unknown]) => {
    const setting = shape[name]
    return setting !== undefined && z.globalRegistry.get(setting)?.['secret'] === true
  }
  return {
    kind,
    label,
    dialect,
    settingsSchema: z.toJSONSchema(schema, { io: 'input' }),
    parse(input) {
      const parsed = schema.safeParse(input)
      if (!parsed.success) return refuse({ code: 'invalid-settings', faults: faultsOf(parsed.error) })
      const given = Object.entries(parsed.data)
      const [settings, secrets] = [given.filter(entry => !isSecret(entry)), given.filter(isSecret)]
      return ok({
        kind,
        settings: Object.fromEntries(settings),
        secrets: secretTexts.parse(Object.fromEntries(secrets)),
      })
    },
    async *reach({ settings }, options) {
      const at = placeShape.safeParse(definition.placeOf?.(settings) ?? settings)
      if (definition.greeting === undefined || !at.success) return
      const { reach } = await import('./shared/reach.ts')
      yield* reach(at.data, { greeting: definition.greeting, rules: options })
    },
    async connect({ settings, secrets }, options) {
      const parsed = schema.safeParse({ ...settings, ...secrets })
      if (parsed.success) return discreet(Object.values(secrets), () => definition.connect(parsed.data, options))
      return refuse(
        problem('bad-settings', 'The stored settings no longer fit this kind of data source. Connect it again.'),
      )
    },
  }
}

/** The data source, with its secrets taken out of whatever it throws: a fault that no adapter foresaw may quote what its driver was told. */
const discreet = async (secrets: readonly string[], connect: () => Connected): Connected => {
  const hide = createHiding(secrets)
  const quiet =
    <Given extends readonly unknown[], Value>(call: (...given: Given) => Promise<Value>) =>
    async (...given: Given): Promise<Value> => {
      try {
        return await call(...given)
      } catch (error) {
        throw hiddenError(error, hide)
      }
    }
  const connected = await quiet(connect)()
  if (!connected.ok) return connected
  const { dialect, listTables, describe, readViews, ask, estimate, proveReadOnly, reportLogin, close } = connected.value
  return ok({
    dialect,
    listTables: quiet(listTables),
    describe: quiet(describe),
    ask: quiet(ask),
    estimate: quiet(estimate),
    proveReadOnly: quiet(proveReadOnly),
    ...(readViews && { readViews: quiet(readViews) }),
    ...(reportLogin && { reportLogin: quiet(reportLogin) }),
    close: quiet(close),
  })
}

const placeShape = z.object({
  host: z.string(),
  port: z.number(),
  ssl: z.enum(['disable', 'require', 'verify-full']),
  ca: z.string().optional(),
})

const secretTexts = z.record(z.string(), z.string())

const faultsOf = ({ issues }: z.ZodError): NonEmpty<SettingsFault> => {
  const faults = nonEmpty(issues.map(({ path, message }) => ({ path: ['settings', ...path.map(String)], message })))
  if (faults === null) throw new Error('A refusal of zod without an issue.')
  return faults
}
