import { rm } from 'node:fs/promises'
import { startProgram } from '../server/testing/childProcess.ts'
import { installation } from '../server/testing/dataingProcess.ts'
import { testDatabase } from '../server/testing/postgres.ts'

type Json = Readonly<Record<string, unknown>>

/** The whole program in one process, as `npm start` runs it, or as `npm run demo` does. */
export const startServer = async ({
  demo,
  env = {},
}: {
  readonly demo: boolean
  readonly env?: Readonly<Record<string, string>>
}) => {
  const database = await testDatabase()
  const { dataFolder, secretKey } = installation(database.url)
  const child = startProgram('../main.ts', {
    args: [],
    env: {
      DATABASE_URL: database.url,
      DATA_DIR: dataFolder,
      DATAING_SECRET_KEY: Buffer.from(secretKey).toString('base64'),
      DATAING_DEMO: demo ? '1' : '0',
      DATAING_ROLE: 'all',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
      NODE_ENV: 'production',
      ANTHROPIC_API_KEY: '',
      ...env,
    },
  })
  const address = (await child.saidAfter('Dataing is at ')).replace(/\/$/, '')
  return {
    address,
    databaseUrl: database.url,
    saidAfter: child.saidAfter,
    async end() {
      await child.kill()
      await database.drop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Asks the API as the visitor whom the demo signs in. */
export const demoApi = async (address: string) => {
  const cookie = (await fetch(`${address}/`)).headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  return async <Data>(query: string, variables: Json = {}): Promise<Data> => {
    const headers = { 'content-type': 'application/json', 'graphql-require-preflight': '1', cookie }
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown }
    if (data === undefined || errors !== undefined) throw new Error(`The API refused: ${JSON.stringify(errors)}`)
    return data
  }
}
