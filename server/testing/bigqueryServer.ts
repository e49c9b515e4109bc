// The stand-in of BigQuery's REST API on a port of its own; for tests only. `scripts/sources.mjs` says where its Python is.
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './freePort.ts'

type Login = {
  readonly settings: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
}

export type BigqueryServer = {
  readonly port: number
  readonly version: string
  /** Runs statements of DuckDB in a dataset that is made if need be. */
  readonly admin: (dataset: string, statements: readonly string[]) => Promise<void>
  /** The texts of the jobs that run now. */
  readonly running: () => Promise<readonly string[]>
  /** Has the next calls fail with this reason. */
  readonly fail: (reason: string, times: number) => Promise<void>
  /** The calls since this was last asked, as 'POST jobs'. */
  readonly calls: () => Promise<readonly string[]>
  /** Settings and secrets of an account that may read, or write. */
  readonly login: (role: 'reader' | 'writer', datasets: string) => Login
  readonly stop: () => Promise<void>
}

/** Null where there is no Python with what the stand-in needs. */
export const findBigquery = () => {
  const python = process.env['BIGQUERY_PYTHON']
  return python && existsSync(python) ? python : null
}

const makeAccount = (role: 'reader' | 'writer') => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { role, publicKey, privateKey, email: `${role}@acme-test.iam.gserviceaccount.com` }
}

export const startBigquery = async (): Promise<BigqueryServer> => {
  const python = findBigquery()
  if (python === null) throw new Error('There is no Python for the BigQuery stand-in on this machine.')
  const [port, accounts] = [await freePort(), { reader: makeAccount('reader'), writer: makeAccount('writer') }]
  const server = spawn(python, [join(import.meta.dirname, 'bigqueryStandIn.py'), String(port)], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  server.stdin.end(
    JSON.stringify({
      accounts: Object.fromEntries(
        Object.values(accounts).map(({ email, role, publicKey }) => [email, { role, publicKey }]),
      ),
    }),
  )
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => void (log = `${log}${text}`.slice(-4000)))
  const url = `http://127.0.0.1:${port}`
  const tell = async <Told>(path: string, body: object = {}): Promise<Told> => {
    const reply = await fetch(`${url}/admin/${path}`, { method: 'POST', body: JSON.stringify(body) }).catch(() => null)
    if (reply?.status !== 200) throw new Error(`The stand-in failed: ${log}`)
    return (await reply.json()) as Told
  }
  const state = () => tell<{ running: readonly string[]; version: string }>('state')
  while (
    await fetch(url).then(
      () => false,
      () => true,
    )
  ) {
    if (server.exitCode !== null) throw new Error(`The stand-in ended: ${log}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  return {
    port,
    version: (await state()).version,
    running: async () => (await state()).running,
    admin: (dataset, statements) =>
      tell('run', { statements: [`CREATE SCHEMA IF NOT EXISTS ${dataset}`, `USE ${dataset}`, ...statements] }),
    fail: (reason, times) => tell('fault', { reason, times }),
    calls: () => tell('requests'),
    login: (role, datasets) => ({
      settings: { project: 'acme-test', datasets, location: 'US', mostGigabytes: 1, apiEndpoint: url },
      secrets: {
        key: JSON.stringify({
          type: 'service_account',
          client_email: accounts[role].email,
          private_key: accounts[role].privateKey,
          token_uri: `${url}/token`,
        }),
      },
    }),
    async stop() {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGKILL')
      await ended
    },
  }
}
