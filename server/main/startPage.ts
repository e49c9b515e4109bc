import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createKeptRequests } from '../adapters/postgres/keptRequests.ts'
import { createPurses } from '../adapters/postgres/purses.ts'
import type { Environment } from '../env.ts'
import type { App } from '../graphql/app.ts'
import { defaultLimits } from '../http/documentLimits.ts'
import { createHttpServer, type HttpServer } from '../http/httpServer.ts'
import { defaultRates } from '../http/rateLimit.ts'
import type { HttpOptions } from '../http/options.ts'
import type { Lifetime } from './lifetime.ts'
import type { Log } from './log.ts'
import type { Adapters } from './openAdapters.ts'

type Options = {
  readonly environment: Environment
  readonly adapters: Adapters
  readonly app: App
  readonly autoSignIn: HttpOptions['autoSignIn']
  readonly lifetime: Lifetime
  readonly log: Log
}

/** How long a stream may go on after its session or key was revoked. */
const SESSION_CHECK_MS = 3_000

const builtPage = (): string | null => {
  const folder = fileURLToPath(new URL('../../dist/client', import.meta.url))
  return existsSync(folder) ? folder : null
}

const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

const listen = async (server: HttpServer, { host, port, demo }: Environment): Promise<number> => {
  try {
    return await server.listen(port, host)
  } catch (error) {
    if (!isTaken(error)) throw error
    if (demo) return server.listen(0, host)
    throw new Error(`Port ${port} is taken; set PORT to another`, { cause: error })
  }
}

const nameOf = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** Serves API and page; resolves to the address to open. */
export const startPage = async ({ environment, adapters, app, autoSignIn, lifetime, log }: Options): Promise<URL> => {
  const { db, readerOf, feed, pool, secrets, identity } = adapters
  const server = await lifetime.keep(
    createHttpServer({
      source: { db, readerOf, app, feed, sessionCheckMs: SESSION_CHECK_MS, attribute: identity.attribute },
      sessions: identity.sessions,
      apiKeys: identity.apiKeys,
      ready: () =>
        pool.query('SELECT 1').then(
          () => true,
          () => false,
        ),
      clientFolder: builtPage(),
      publicUrl: environment.publicUrl,
      graphiql: environment.demo,
      autoSignIn,
      limits: defaultLimits,
      rates: defaultRates,
      purses: createPurses(pool),
      sockets: environment.sockets,
      keptRequests: createKeptRequests({ pool, secrets }),
      log: ({ requestId, what, error }) => {
        log('error', `${what} (request ${requestId})`, error)
      },
    }),
    opened => opened.stop(),
  )
  const port = await listen(server, environment)
  return environment.publicUrl ?? new URL(`http://${nameOf(environment.host)}:${port}/`)
}
