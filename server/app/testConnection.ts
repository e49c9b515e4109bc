import type { Table } from '../core/dataset/table.ts'
import { quote, tableSql } from '../core/measure/sql.ts'
import type { DataSource, DataSourceProblem, TableSummary } from '../core/ports/dataSource.ts'
import type { DataSourceKinds, DataSourceSettings } from '../core/ports/dataSourceKinds.ts'
import type { QueryGuard } from '../core/ports/queryGuard.ts'
import { timed, type StepOutcome, type TestStep } from '../core/ports/testStep.ts'
import type { Result } from '../core/shared/result.ts'

export type TestConnectionTools = { readonly kinds: DataSourceKinds; readonly guard: QueryGuard; /** Ticks in ms. */ readonly clock: () => number }

const remedies: { readonly [C in DataSourceProblem['code']]: string } = {
  'unreachable': 'Try again in a moment; if it stays so, look at the server\'s own log.',
  'timed-out': 'The server is slow or something stands between; try again when it is less busy.',
  'cancelled': 'Try again.',
  'permission-denied': 'Check user and password, and that the user may sign in from this machine to this database.',
  'not-found': 'Check how the database, the catalog and the schema are spelled; they may also be there and hidden from this user.',
  'bad-query': 'This server may be older than what Dataing knows, or of another kind.',
  'bad-settings': 'Check the settings named in the message.',
}

const fine = (message: string): StepOutcome => ({ outcome: 'ok', message, remedy: null })
const problemStep = ({ code, message }: DataSourceProblem): StepOutcome => ({ outcome: 'failed', message, remedy: remedies[code] })

const count = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`

/** Goes from the name of the server to what the login may do, step by step; stops at the first that fails. Nothing is stored, nothing is changed. */
export const testConnection = ({ kinds, guard, clock }: TestConnectionTools) => async (settings: DataSourceSettings): Promise<readonly TestStep[]> => {
  const steps: TestStep[] = [...await kinds.reach(settings)]
  const failed = () => steps.some(({ outcome }) => outcome === 'failed')
  if (failed()) return steps
  let source: DataSource | null = null
  steps.push(await timed('signIn', clock, async () => {
    const connected = await kinds.connect(settings)
    if (!connected.ok) return problemStep(connected.problem)
    source = connected.value
    return fine('Signed in, and the server answers.')
  }))
  if (source === null) return steps
  const opened: DataSource = source
  try {
    const listed = await list(opened, clock)
    steps.push(listed.step)
    if (failed()) return steps
    if (listed.table) steps.push(await readTable({ guard, clock }, opened, listed.table))
    if (!failed()) steps.push(await timed('readOnly', clock, () => proof(opened)))
    return steps
  } finally {
    await opened.close()
  }
}

const list = async (source: DataSource, clock: () => number) => {
  let tables: Result<readonly TableSummary[], DataSourceProblem> | null = null
  const step = await timed('listSchemas', clock, async () => {
    tables = await source.listTables()
    if (!tables.ok) return problemStep(tables.problem)
    const schemas = new Set(tables.value.map(({ name }) => name.schema)).size
    if (tables.value.length > 0) return fine(`The login sees ${count(tables.value.length, 'table')} in ${count(schemas, 'schema')}.`)
    return { outcome: 'warning', message: 'The login sees no table.', remedy: 'Let it use the schema and read its tables: GRANT USAGE ON SCHEMA … and GRANT SELECT ON ALL TABLES IN SCHEMA ….' }
  })
  const found = tables as Result<readonly TableSummary[], DataSourceProblem> | null
  const table = found?.ok ? found.value.find(({ isView }) => !isView) ?? found.value[0] ?? null : null
  return { step, table }
}

const TRY = { maxRows: 1, maxBytes: 1_000_000, timeoutMs: 15_000 }

const readTable = ({ guard, clock }: Pick<TestConnectionTools, 'guard' | 'clock'>, source: DataSource, { name }: TableSummary) =>
  timed('readTable', clock, async () => {
    const described = await source.describe([name])
    if (!described.ok) return problemStep(described.problem)
    const table: Table | undefined = described.value[0]
    if (!table) return { outcome: 'warning', message: `The table ${name.name} is listed, but may not be described.`, remedy: 'Let the login read it: GRANT SELECT.' }
    const text = `SELECT ${quote(table.columns[0].name)} FROM ${tableSql(name)} LIMIT 1`
    const checked = await guard.check(text, { dialect: source.dialect.name, context: { tables: [table] } })
    if (!checked.ok) return { outcome: 'failed', message: checked.problem.message, remedy: 'Please report this: Dataing refuses its own query.' }
    const answer = await source.ask(checked.value, TRY)
    return answer.ok ? fine(`Read from ${name.schema}.${name.name}, ${count(table.columns.length, 'column')}.`) : problemStep(answer.problem)
  })

const proof = async (source: DataSource): Promise<StepOutcome> => {
  const proved = await source.proveReadOnly()
  if (!proved.ok) return problemStep(proved.problem)
  if (proved.value.readOnly) return fine(proved.value.how)
  return { outcome: 'warning', message: `The login can do more than read: ${proved.value.canDo.join('; ')}. Dataing never does.`, remedy: proved.value.grant }
}
