import { startEmbeddedPostgres } from '../adapters/embeddedPostgres/embeddedPostgres.ts'
import type { Environment } from '../env.ts'
import type { Lifetime } from './lifetime.ts'

type Options = {
  readonly environment: Environment
  readonly dataFolder: string
  readonly lifetime: Lifetime
  readonly onLost: () => void
}

/** The URL of the database to use: the one we are given, or our own, started. */
export const openDatabase = async ({ environment, dataFolder, lifetime, onLost }: Options): Promise<string> => {
  if (environment.databaseUrl) return environment.databaseUrl
  const server = await lifetime.keep(startEmbeddedPostgres({ folder: dataFolder, onLost }), own => own.stop())
  return server.url
}
