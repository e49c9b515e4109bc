import { quote, tableSql } from '../core/measure/sql.ts'
import type { TableName } from '../core/dataset/table.ts'
import type { DataSource, DataSourceProblem, LoginReport, TableSummary } from '../core/ports/dataSource.ts'
import type { DataSourceKinds, DataSourceSettings } from '../core/ports/dataSourceKinds.ts'
import type { QueryGuard } from '../core/ports/queryGuard.ts'
import {
  failed,
  fine,
  skipped,
  taken,
  TEST_STEPS,
  warned,
  type StepOutcome,
  type TestStep,
} from '../core/ports/testStep.ts'
import { chooseTable } from './chooseTable.ts'

export type TestConnectionTools = {
  readonly kinds: DataSourceKinds
  readonly guard: QueryGuard
  /** Ticks in ms. */ readonly clock: () => number
}

/** `table`: which table to read; null: any. */
export type ConnectionTested = { readonly settings: DataSourceSettings; readonly table: TableName | null }

const remedies: { readonly [C in DataSourceProblem['code']]: string } = {
  unreachable: "Try again in a moment; if it stays so, look at the server's own log.",
  'timed-out': 'The server is slow or something stands between; try again when it is less busy.',
  cancelled: 'Try again.',
  'permission-denied': 'Check user and password, and that the user may sign in from this machine to this database.',
  'not-found': 'Check how the database, the catalog and the schema are spelled.',
  'bad-query': 'This server may be older than what Dataing knows, or of another kind.',
  'bad-settings': 'Check the settings named in the message.',
}

const problemStep = ({ code, message, retryable }: DataSourceProblem): StepOutcome =>
  failed({ message, remedy: remedies[code], retryable })

const count = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`

type Steps = AsyncGenerator<TestStep, undefined, undefined>

/**
 * Goes from the name of the server to what the login may do, telling each step as it begins and as it comes out. After one that failed the others are
 * skipped. Nothing is stored, nothing is changed.
 */
export const testConnection = (tools: TestConnectionTools) =>
  async function* (tested: ConnectionTested): Steps {
    const done = new Set<string>()
    let hasFailed = false
    for await (const step of take(tools, tested)) {
      done.add(step.name)
      hasFailed ||= step.outcome === 'failed'
      yield step
    }
    if (!hasFailed) return
    // Where the network was never asked there is none.
    const left = TEST_STEPS.slice(done.has('dns') ? 0 : TEST_STEPS.indexOf('signIn')).filter(name => !done.has(name))
    for (const name of left) yield { name, ...skipped('Not tried, since an earlier step failed.'), elapsedMs: 0 }
  }

async function* take(tools: TestConnectionTools, { settings, table }: ConnectionTested): Steps {
  const { kinds, clock } = tools
  for await (const step of kinds.reach(settings)) {
    yield step
    if (step.outcome === 'failed') return
  }
  const opened: DataSource[] = []
  try {
    yield* taken('signIn', clock, async () => {
      const connected = await kinds.connect(settings)
      if (!connected.ok) return problemStep(connected.problem)
      opened.push(connected.value)
      return fine('Signed in, and the server answers.')
    })
    const [source] = opened
    if (source !== undefined) yield* look(tools, source, table)
  } finally {
    for (const source of opened) await source.close()
  }
}

type Seen = { login: LoginReport | null; tables: readonly TableSummary[] }

async function* look({ guard, clock }: TestConnectionTools, source: DataSource, wanted: TableName | null): Steps {
  const seen: Seen = { login: null, tables: [] }
  const role = yield* taken('role', clock, () => roleStep(source, seen))
  if (role.outcome === 'failed') return
  const listed = yield* taken('listSchemas', clock, () => listStep(source, seen))
  if (listed.outcome === 'failed') return
  const read = yield* taken('readTable', clock, () => readStep({ guard, source, seen, wanted }))
  if (read.outcome !== 'failed') yield* taken('readOnly', clock, () => proofStep(source))
}

const roleStep = async (source: DataSource, seen: Seen): Promise<StepOutcome> => {
  const reported = await source.reportLogin?.()
  if (reported === undefined) return skipped('This kind of data source has no logins.')
  if (!reported.ok) return problemStep(reported.problem)
  seen.login = reported.value
  const { name, isAdministrator } = reported.value
  return isAdministrator
    ? warned(
        `Signed in as ${name}, who may administer the server.`,
        'Dataing only reads; a login that can do nothing else is safer.',
      )
    : fine(`Signed in as ${name}.`)
}

const listStep = async (source: DataSource, seen: Seen): Promise<StepOutcome> => {
  const listed = await source.listTables()
  if (!listed.ok) return problemStep(listed.problem)
  seen.tables = listed.value
  const schemas = new Set(listed.value.map(({ name }) => name.schema)).size
  const hidden = seen.login?.hidden?.length ?? 0
  const rest =
    hidden === 0
      ? ''
      : ` ${hidden >= 1000 ? 'More than 1,000 tables' : count(hidden, 'more table')} ${hidden === 1 ? 'is' : 'are'} there that it may not read.`
  if (listed.value.length > 0)
    return {
      ...fine(`The login sees ${count(listed.value.length, 'table')} in ${count(schemas, 'schema')}.${rest}`),
      grant: seen.login?.grant ?? null,
    }
  return hidden > 0
    ? warned(
        `The login sees no table, though there are ${count(hidden, 'table')}.`,
        'Let it use the schemas and read their tables.',
        seen.login?.grant ?? null,
      )
    : warned(
        'The login sees no table.',
        'Check that this is the right database; if there are tables, let the login use their schema and read them.',
      )
}

const TRY = { maxRows: 1, maxBytes: 1_000_000, timeoutMs: 15_000 }

type Reading = {
  readonly guard: QueryGuard
  readonly source: DataSource
  readonly seen: Seen
  readonly wanted: TableName | null
}

const readStep = async ({ guard, source, seen: { tables, login }, wanted }: Reading): Promise<StepOutcome> => {
  const chosen = chooseTable(tables, login, wanted)
  if ('outcome' in chosen) return chosen
  const described = await source.describe([chosen.name])
  if (!described.ok) return problemStep(described.problem)
  const [table] = described.value
  if (table === undefined)
    return warned(
      `The table ${chosen.name.name} is listed, but may not be described.`,
      'Let the login read it: GRANT SELECT.',
    )
  const text = `SELECT ${quote(table.columns[0].name)} FROM ${tableSql(table.name)} LIMIT 1`
  const checked = await guard.check(text, { dialect: source.dialect.name, context: { tables: [table] } })
  if (!checked.ok)
    return failed({
      message: checked.problem.message,
      remedy: 'Please report this: Dataing refuses its own query.',
      retryable: false,
    })
  const answer = await source.ask(checked.value, TRY)
  return answer.ok
    ? fine(`Read from ${table.name.schema}.${table.name.name}, ${count(table.columns.length, 'column')}.`)
    : problemStep(answer.problem)
}

const proofStep = async (source: DataSource): Promise<StepOutcome> => {
  const proved = await source.proveReadOnly()
  if (!proved.ok) return problemStep(proved.problem)
  if (proved.value.readOnly) return fine(proved.value.how)
  return warned(
    `The login can do more than read: ${proved.value.canDo.join('; ')}. Dataing never does.`,
    'Let the login do nothing but read.',
    proved.value.grant,
  )
}
