import type { DataSource, DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { createBigqueryDialect } from '../bigqueryDialect.ts'
import type { ConnectOptions } from '../defineDataSource.ts'
import { resolveHost, type Resolve } from '../shared/hostAddress.ts'
import { problem } from '../shared/problem.ts'
import { createWorkplace } from '../shared/workplace.ts'
import { askBigquery } from './askBigquery.ts'
import { bigqueryAddress, type BigqueryAddress } from './bigqueryAddress.ts'
import { bigqueryProblem } from './bigqueryProblem.ts'
import { describeTables, listTables, readViews } from './describeBigquery.ts'
import { estimateBigquery } from './estimateBigquery.ts'
import { datasetsOf, openBigquery, type BigquerySettings, type OpenBigquery } from './openBigquery.ts'
import { proveBigqueryReadOnly } from './proveBigqueryReadOnly.ts'
import { reportLogin } from './reportBigqueryLogin.ts'
import { BadKey, GOOGLE_TOKENS, readServiceAccount, type ServiceAccount } from './serviceAccount.ts'

const CATALOGUE_MS = 60_000

type Options = Pick<ConnectOptions, 'allowPrivateAddresses' | 'maxConcurrent'> & { readonly resolve?: Resolve }

const LEAVE = "the operator's leave: DATAING_PRIVATE_HOSTS=allow."

const readKey = (key: string | undefined): Result<ServiceAccount | null, DataSourceProblem> => {
  try {
    return ok(key ? readServiceAccount(key) : null)
  } catch (error) {
    if (error instanceof BadKey) return refuse(problem('bad-settings', error.message))
    throw error
  }
}

/** What a tenant may not have by itself: other hosts than Google's, and the identity of the machine we run on. */
const needsLeave = (address: BigqueryAddress, account: ServiceAccount | null) => {
  if (!address.known) return `Addresses outside googleapis.com need ${LEAVE}`
  if (account === null) return `Signing in as this server, without a service account key, needs ${LEAVE}`
  return account.tokenUri === GOOGLE_TOKENS ? null : `A key whose token_uri is not Google's needs ${LEAVE}`
}

/** Some datasets of a project. The client looks hosts up by itself: those that are not Google's are looked at before each call. */
export const connectBigquery = async (
  settings: BigquerySettings,
  options: Options,
): Promise<Result<DataSource, DataSourceProblem>> => {
  const address = bigqueryAddress(settings.apiEndpoint)
  if (address === null)
    return refuse(
      problem('bad-settings', 'The address is not one of a server: give https:// and a host, without path or options.'),
    )
  const key = readKey(settings.key)
  if (!key.ok) return key
  const account = key.value
  const leave = needsLeave(address, account)
  if (leave !== null && !options.allowPrivateAddresses) return refuse(problem('bad-settings', leave))
  const workplace = createWorkplace(options.maxConcurrent)
  const open = await openBigquery(settings, address, account)
  const problemOf = (error: unknown) =>
    refuse(bigqueryProblem(error, [account?.email ?? '', address.host, settings.key ?? '', account?.privateKey ?? '']))
  const places = [
    address.known ? [] : [address.host],
    account === null || account.tokenUri === GOOGLE_TOKENS ? [] : [new URL(account.tokenUri).hostname],
  ].flat()
  const reached = async <Value>(work: () => Promise<Result<Value, DataSourceProblem>>) => {
    for (const place of places) {
      const found = await resolveHost(place, options)
      if (!found.ok) return found
    }
    return work().catch(problemOf)
  }
  const look = <Value>(work: (open: OpenBigquery, signal: AbortSignal) => Promise<Value>) =>
    workplace.run({ timeoutMs: CATALOGUE_MS }, signal => reached(async () => ok(await work(open, signal))))
  const source: DataSource = {
    dialect: createBigqueryDialect(datasetsOf(settings)[0] ?? ''),
    listTables: () => look(listTables),
    describe: tables => look((opened, signal) => describeTables(opened, tables, signal)),
    readViews: views => look((opened, signal) => readViews(opened, views, signal)),
    ask: (query, limits, signal) =>
      workplace.run({ ...limits, signal }, stop => reached(() => askBigquery(open, query, { limits, signal: stop }))),
    estimate: (query, { timeoutMs }, signal) =>
      workplace.run({ timeoutMs, signal }, stop =>
        reached(() => estimateBigquery(open, query, { timeoutMs, signal: stop })),
      ),
    proveReadOnly: () => look(proveBigqueryReadOnly),
    reportLogin: () => look(reportLogin),
    close: () => workplace.close(),
  }
  const tables = await source.listTables()
  if (tables.ok) return ok(source)
  await source.close()
  return tables
}
