import type { DataSource, DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { resolveHost, type Resolve } from '../shared/hostAddress.ts'
import { problem } from '../shared/problem.ts'
import { createWorkplace, type Until } from '../shared/workplace.ts'
import { createTrinoDialect } from '../trinoDialect.ts'
import { askTrino } from './askTrino.ts'
import { describeTables, listTables, readViews } from './describeTrino.ts'
import { estimateTrino } from './estimateTrino.ts'
import { proveTrinoReadOnly } from './proveTrinoReadOnly.ts'
import { reportLogin } from './reportTrinoLogin.ts'
import type { TrinoSettings } from './trinoHttp.ts'
import { trinoProblem } from './trinoProblem.ts'
import type { TrinoLink } from './trinoStatement.ts'

/** For our own questions to the catalogue, connecting included. */
const CATALOGUE_MS = 30_000
const CATALOGUE_BYTES = 64_000_000

type Options = Pick<ConnectOptions, 'allowPrivateAddresses' | 'maxConcurrent'> & { readonly resolve?: Resolve }

/** One catalog of a Trino cluster, by its REST protocol. Each call resolves the host anew and goes to the address that was checked. */
export const connectTrino = async (
  settings: TrinoSettings,
  options: Options,
): Promise<Result<DataSource, DataSourceProblem>> => {
  if (settings.ssl === 'disable' && (settings.password || settings.token)) {
    return refuse(problem('bad-settings', 'Signing in by password or token needs TLS.'))
  }
  const workplace = createWorkplace(options.maxConcurrent)
  const withLink = async <Value>(
    bounds: Pick<TrinoLink, 'signal' | 'timeoutMs' | 'maxBytes'>,
    work: (link: TrinoLink) => Promise<Result<Value, DataSourceProblem>>,
  ) => {
    const addresses = await resolveHost(settings.host, options)
    if (!addresses.ok) return addresses
    return work({ ...bounds, settings, address: addresses.value[0] }).catch((error: unknown) =>
      refuse(trinoProblem(error, [settings.password ?? '', settings.token ?? '', settings.host])),
    )
  }
  const look = <Value>(work: (link: TrinoLink) => Promise<Value>, until: Until = { timeoutMs: CATALOGUE_MS }) =>
    workplace.run(until, signal =>
      withLink({ signal, timeoutMs: until.timeoutMs, maxBytes: CATALOGUE_BYTES }, async link => ok(await work(link))),
    )
  const source: DataSource = {
    dialect: createTrinoDialect(settings.schema),
    listTables: () => look(listTables),
    describe: tables => look(link => describeTables(link, tables)),
    readViews: views => look(link => readViews(link, views)),
    ask: ({ text }, limits, signal) =>
      workplace.run({ ...limits, signal }, stop =>
        withLink({ signal: stop, timeoutMs: limits.timeoutMs, maxBytes: limits.maxBytes * 2 + 4_000_000 }, link =>
          askTrino(link, text, limits),
        ),
      ),
    estimate: (query, limits, signal) => look(link => estimateTrino(link, query), { ...limits, signal }),
    proveReadOnly: () => look(proveTrinoReadOnly),
    reportLogin: () => look(reportLogin),
    close: () => workplace.close(),
  }
  const tables = await source.listTables()
  if (tables.ok) return ok(source)
  await source.close()
  return tables
}
