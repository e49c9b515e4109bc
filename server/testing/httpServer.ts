// A real server on a free port, over a real database, with one person who can sign in.
import { randomBytes } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { createAskers } from '../adapters/audit/asking.ts'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { createKeptRequests } from '../adapters/postgres/keptRequests.ts'
import { createPurses } from '../adapters/postgres/purses.ts'
import { createTenantReaders } from '../adapters/postgres/tenantReaders.ts'
import { raiseTenantWall } from '../adapters/postgres/tenantWall.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import type { TextRecords } from '../core/ports/textRecords.ts'
import type { EventFeed } from '../core/ports/eventFeed.ts'
import type { App } from '../graphql/app.ts'
import { defaultLimits } from '../http/documentLimits.ts'
import { createHttpServer } from '../http/httpServer.ts'
import { defaultRates } from '../http/rateLimit.ts'
import { defaultSockets, type HttpOptions, type LogEntry } from '../http/options.ts'
import { identityApp } from '../main/identityApp.ts'
import { partialApp } from './apiCaller.ts'
import { testDatabase } from './postgres.ts'
import { seedPerson } from './tenantSeed.ts'
import { startStoreProcess } from './storeProcess.ts'
import { testIdentity } from './testIdentity.ts'

export const PASSWORD = 'correct horse battery'

type Changes = {
  readonly http?: Partial<HttpOptions>
  readonly app?: Partial<App>
  readonly sessionCheckMs?: number
  readonly feed?: EventFeed
  readonly sendsMail?: boolean
  readonly signUpOpen?: boolean
  readonly textRecords?: TextRecords
  /** Processes of one installation share it. */
  readonly secretKey?: Uint8Array
}

/** Several servers may share one database: they stand for several processes. */
export const startApi = async (
  url: string,
  {
    http = {},
    app = {},
    sessionCheckMs = 30_000,
    feed,
    sendsMail = false,
    signUpOpen = false,
    secretKey = randomBytes(32),
    textRecords,
  }: Changes = {},
) => {
  const askers = createAskers()
  const process = await startStoreProcess(url, { asking: askers.current })
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) })
  const identity = testIdentity({ db, askers, sendsMail, signUpOpen, ...(textRecords && { textRecords }) })
  await raiseTenantWall(url)
  const readers = createTenantReaders(url)
  const log: LogEntry[] = []
  const server = await createHttpServer({
    source: {
      db,
      readerOf: readers.of,
      feed: feed ?? process.feed,
      sessionCheckMs,
      attribute: identity.attribute,
      app: partialApp({ ...identityApp(identity), ...app }),
    },
    sessions: identity.sessions,
    apiKeys: identity.apiKeys,
    ready: async () => (await db.$queryRaw`SELECT 1`) !== null,
    clientFolder: null,
    publicUrl: null,
    graphiql: false,
    autoSignIn: null,
    log: entry => log.push(entry),
    limits: defaultLimits,
    rates: defaultRates,
    sockets: defaultSockets,
    purses: createPurses(process.pool),
    keptRequests: createKeptRequests({ pool: process.pool, secrets: createSecretBox(secretKey) }),
    ...http,
  })
  const port = await server.listen(0)
  return {
    ...process,
    db,
    log,
    port,
    identity,
    sessions: identity.sessions,
    passwords: identity.passwords,
    setUpText: identity.setUp.text,
    origin: `http://127.0.0.1:${port}`,
    stop: server.stop,
    async close() {
      await server.stop()
      await process.close()
      await readers.close()
      await db.$disconnect()
    },
  }
}

export type Api = Awaited<ReturnType<typeof startApi>>

/** One server, one database, one tenant with one person. */
export const startSeededApi = async (changes: Changes = {}) => {
  const database = await testDatabase()
  const api = await startApi(database.url, changes)
  const tenant = await api.newTenant()
  const person = await seedPerson(api.db, {
    tenantId: tenant.tenantId,
    email: 'ada@example.com',
    name: 'Ada',
    role: 'owner',
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  return {
    ...api,
    url: database.url,
    tenant,
    personId: person.id,
    async close() {
      await api.close()
      await database.drop()
    },
  }
}

type Headers = Readonly<Record<string, string>>

/** Sends one operation; gives status, headers and the parsed body, its extensions by themselves. */
export const post = async (
  api: Pick<Api, 'origin'>,
  query: string,
  { variables = {}, headers = {} }: { variables?: object; headers?: Headers } = {},
) => {
  const response = await fetch(`${api.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const { extensions, ...body } = JSON.parse(await response.text()) as Readonly<Record<string, unknown>>
  return { status: response.status, headers: response.headers, body: body as unknown, extensions }
}

/** Signs in and gives the Cookie header of the session. */
export const cookieOf = async (api: Pick<Api, 'origin'>, email = 'ada@example.com') => {
  const { headers } = await post(api, 'mutation($input: SignInInput!) { signIn(input: $input) { __typename } }', {
    variables: { input: { email, password: PASSWORD } },
  })
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
