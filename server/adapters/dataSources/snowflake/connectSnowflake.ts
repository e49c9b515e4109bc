import type { DataSource, DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { createPool } from '../shared/pool.ts'
import { problem } from '../shared/problem.ts'
import { createWorkplace, type Until } from '../shared/workplace.ts'
import { createSnowflakeDialect } from '../snowflakeDialect.ts'
import { askSnowflake, refusalOf } from './askSnowflake.ts'
import { describeTables, listTables, readViews } from './describeSnowflake.ts'
import { estimateSnowflake } from './estimateSnowflake.ts'
import { openSnowflake, type OpenSnowflake, type SnowflakeSettings } from './openSnowflake.ts'
import { proveSnowflakeReadOnly } from './proveSnowflakeReadOnly.ts'
import { reportLogin } from './reportSnowflakeLogin.ts'
import { snowflakeAddress } from './snowflakeAddress.ts'
import { snowflakeProblem } from './snowflakeProblem.ts'

/** For our own questions to the catalogue; a warehouse that sleeps must wake first. */
const CATALOGUE_MS = 60_000

type Options = Pick<ConnectOptions, 'allowPrivateAddresses' | 'maxConcurrent'>

/** One database of a Snowflake account, with one role, through a bounded number of sessions. */
export const connectSnowflake = async (
  settings: SnowflakeSettings,
  options: Options,
): Promise<Result<DataSource, DataSourceProblem>> => {
  const address = snowflakeAddress(settings)
  if (address === null)
    return refuse(
      problem('bad-settings', 'The address is not one of a server: give https:// and a host, without path or options.'),
    )
  // The driver looks the name up by itself; only Snowflake's own names are beyond a tenant's reach.
  if (!address.known && !options.allowPrivateAddresses) {
    return refuse(
      problem(
        'bad-settings',
        "Addresses outside snowflakecomputing.com need the operator's leave: DATAING_PRIVATE_HOSTS=allow.",
      ),
    )
  }
  const workplace = createWorkplace(options.maxConcurrent)
  const problemOf = (error: unknown) =>
    snowflakeProblem(error, [
      settings.password ?? '',
      settings.passphrase ?? '',
      settings.privateKey ?? '',
      address.host,
      settings.account,
    ])
  const pool = createPool({
    host: address.host,
    rules: options,
    open: (_address, signal) => openSnowflake(settings, signal),
    problemOf,
  })
  const look = <Value>(work: (open: OpenSnowflake) => Promise<Value>, until: Until = { timeoutMs: CATALOGUE_MS }) =>
    workplace.run(until, signal => pool.use(signal, async open => ok(await work(open))))
  const source: DataSource = {
    dialect: createSnowflakeDialect(settings.schema),
    listTables: () => look(listTables),
    describe: tables => look(open => describeTables(open, tables)),
    readViews: views => look(open => readViews(open, views)),
    ask: ({ text }, limits, signal) =>
      workplace.run({ ...limits, signal }, stop =>
        pool.use(stop, open => askSnowflake(open, text, { limits, signal: stop })),
      ),
    async estimate(query, limits, signal) {
      const refusal = refusalOf(query.text)
      return refusal ? refuse(refusal) : look(open => estimateSnowflake(open, query), { ...limits, signal })
    },
    proveReadOnly: () => look(open => proveSnowflakeReadOnly(open, settings)),
    reportLogin: () => look(open => reportLogin(open, settings)),
    async close() {
      await workplace.close()
      await pool.close()
    },
  }
  const tables = await source.listTables()
  if (tables.ok) return ok(source)
  await source.close()
  return tables
}
