// An installation whose secrets are canaries, asked by HTTP; all that it answers is kept.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PgBoss } from 'pg-boss'
import { asId, type DataSourceId, type TenantId } from '../core/shared/ids.ts'
import { facts, newCase } from './caseFacts.ts'
import { canary, echoes, plainCanary, type Canary } from './canaries.ts'
import { installation, mailBy, startDataing } from './dataingProcess.ts'
import { echoingHttp, echoingSmtp } from './echoServers.ts'
import { testDatabase } from './postgres.ts'
import { shopQuestion } from './shopWarehouse.ts'
import { startStoreProcess } from './storeProcess.ts'

type Body = { readonly data?: Readonly<Record<string, unknown>>; readonly errors?: unknown }

const deployed = () => ({
  person: canary('password of a person'),
  smtp: canary('mail password'),
  deployment: plainCanary('model key of the deployment'),
  model: plainCanary('model key'),
  sso: canary('client secret'),
})

/** The services around it, which quote the secrets that they are shown. */
const startAround = async (secrets: ReturnType<typeof deployed>) => {
  const [models, provider] = [echoes(secrets.deployment, secrets.model), echoes(secrets.sso)]
  return {
    smtp: await echoingSmtp(echoes(secrets.smtp)),
    model: await echoingHttp(() => ({
      status: 401,
      body: { type: 'error', error: { type: 'authentication_error', message: models() } },
    })),
    sso: await echoingHttp((path, issuer) =>
      path.startsWith('/.well-known/')
        ? {
            status: 200,
            body: {
              issuer,
              authorization_endpoint: `${issuer}/authorize`,
              token_endpoint: `${issuer}/token`,
              jwks_uri: `${issuer}/keys`,
              response_types_supported: ['code'],
            },
          }
        : { status: 401, body: { error: 'invalid_client', error_description: provider() } },
    ),
  }
}

export const startCanaryScene = async (control: Canary) => {
  const secrets = deployed()
  const [database, around] = [await testDatabase(), await startAround(secrets)]
  const store = await startStoreProcess(database.url)
  const made = installation(database.url)
  const smtp = new URL(`smtp://dataing@127.0.0.1:${around.smtp.port}`)
  smtp.password = encodeURIComponent(secrets.smtp.secret)
  const env = {
    LOG_LEVEL: 'debug',
    ANTHROPIC_API_KEY: secrets.deployment.secret,
    ANTHROPIC_BASE_URL: around.model.origin,
  }
  // The server says where its data is kept: the control of what is looked for in its log.
  const installed = { ...made, dataFolder: join(made.dataFolder, encodeURIComponent(control.secret)), env }
  const processes = [
    startDataing(installed, 'api'),
    startDataing({ ...installed, env: { ...env, ...mailBy(smtp) } }, 'worker'),
  ] as const
  const [api, worker] = processes
  const [origin] = await Promise.all([api.ready, worker.ready])
  const answers: string[] = []
  let cookie = ''
  const send = async (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(new URL('graphql', origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body,
    })
    const text = await response.text()
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return text
  }
  const ask = async (query: string, variables: object = {}): Promise<Body> => {
    const text = await send(JSON.stringify({ query, variables }))
    answers.push(text)
    return JSON.parse(text) as Body
  }
  return {
    ...secrets,
    around,
    answers,
    origin,
    send,
    ask,
    pool: store.pool,
    databaseUrl: database.url,
    dataFolder: made.dataFolder,
    log: () => processes.map(one => one.heard()).join('\n'),
    setUpAt: () => api.saidAfter('Set up your workspace at '),
    /** A subscription by SSE to its end, or for so long. */
    async watch(query: string, variables: object, ms = 60_000) {
      const response = await fetch(new URL('graphql', origin), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(ms),
      })
      const text = await response.text()
      answers.push(text)
      return text
    },
    /** Lets the clock strike for this work. */
    async strike(work: string) {
      const boss = new PgBoss({
        connectionString: database.url,
        max: 1,
        supervise: false,
        schedule: false,
        migrate: false,
        createSchema: false,
      })
      await boss.start()
      await boss.send(work, {})
      await boss.stop({ graceful: false })
    },
    /** A case on a data source that lets nobody look for the table first. */
    async openCase(tenantId: TenantId, dataSourceId: string) {
      const ref = newCase({ tenantId })
      const question = { ...shopQuestion, dataSourceId: asId<DataSourceId>(dataSourceId) }
      await store.store.append({
        ...facts(ref, 0, { type: 'InvestigationOpened', data: { question, openedBy: null } }),
        steps: [{ kind: 'gatherContext' }],
      })
      return ref.investigationId
    },
    async end() {
      await Promise.all(processes.map(one => one.kill()))
      await store.close()
      await Promise.all([
        ...Object.values(around).map(server => server.close()),
        database.drop(),
        rm(made.dataFolder, { recursive: true }),
      ])
    },
  }
}

export type CanaryScene = Awaited<ReturnType<typeof startCanaryScene>>
