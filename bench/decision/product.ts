import { rmSync } from 'node:fs'
import { serverEnvironment, serverFlags } from '../../scripts/lib/serverNode.mjs'
import { ask, type ApiClient } from '../../server/testing/apiClient.ts'
import { installation, startDataing } from '../../server/testing/dataingProcess.ts'
import { shopQuestion, shopStatements } from '../../server/testing/shopWarehouse.ts'
import { durablePostgres } from '../shared/durablePostgres.ts'
import { administer } from '../shared/administer.ts'

const ERROR = '... on UserError { message }'
const login = { database: 'warehouse', user: 'reader', password: 'reader-of-the-warehouse' }

/** A shop's database on that server, and a role that may read it. */
const fillWarehouse = async (serverUrl: string) => {
  const url = new URL(serverUrl)
  await administer(serverUrl, 'postgres', [
    `CREATE DATABASE ${login.database}`,
    `CREATE ROLE ${login.user} LOGIN PASSWORD '${login.password}'`,
  ])
  await administer(serverUrl, login.database, [
    ...shopStatements,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${login.user}`,
  ])
  return { ...login, host: url.hostname, port: Number(url.port), ssl: 'disable' }
}

/** The payload of a mutation that is called `done` in its document; a refusal is thrown. */
export const done = async <Payload>(client: ApiClient, document: string, input: object) => {
  const { data } = await ask(client, document, { input })
  const payload = (data as { readonly done: Payload & { readonly message?: string } }).done
  if (payload.message !== undefined) throw new Error(payload.message)
  return payload
}

/** API and worker as they are deployed, two processes on one PostgreSQL, with a shop's warehouse whose every investigation waits for the review of its context. */
export const startProduct = async () => {
  const server = await durablePostgres()
  const settings = await fillWarehouse(server.url)
  const installed = {
    ...installation(server.url),
    env: { ...serverEnvironment, NODE_OPTIONS: serverFlags.join(' ') },
  }
  const api = startDataing(installed, 'api')
  const setUpAt = new URL(await api.saidAfter('Set up your workspace at '))
  const worker = startDataing(installed, 'worker')
  const address = () => api.ready
  await worker.ready
  const { cookie } = await ask(
    { address, cookie: '' },
    `mutation($input: SetUpInput!) { setUp(input: $input) { __typename } }`,
    {
      input: {
        token: setUpAt.searchParams.get('token'),
        tenantName: 'Bench',
        name: 'Ada',
        email: 'ada@example.com',
        password: 'correct horse battery staple',
      },
    },
  )
  const client: ApiClient = { address, cookie: cookie ?? '' }
  const { dataSource } = await done<{ readonly dataSource: { readonly id: string } }>(
    client,
    `mutation($input: DataSourceConnectInput!) { done: dataSourceConnect(input: $input) { ${ERROR} ... on DataSourceConnectPayload { dataSource { id } } } }`,
    { name: 'Warehouse', kind: 'postgres', settings },
  )
  await done(
    client,
    `mutation($input: ApprovalPolicyChangeInput!) { done: approvalPolicyChange(input: $input) { __typename ${ERROR} } }`,
    {
      expectedVersion: 0,
      policy: {
        context: 'ALWAYS',
        isSensitive: false,
        sensitiveColumns: [],
        queries: 'RUN',
        rules: [],
        hours: 48,
        onDeadline: 'REJECTED',
        noSelfApproval: false,
      },
    },
  )
  const { table, metric, ...when } = shopQuestion
  const question = {
    ...when,
    dataSourceId: dataSource.id,
    schema: table.schema,
    table: table.name,
    metric: { kind: 'NULL_RATE', columns: [metric.column] },
  }
  return {
    client,
    /** Opens an investigation; its id. */
    async open() {
      const { investigation } = await done<{ readonly investigation: { readonly id: string } }>(
        client,
        `mutation($input: InvestigationStartInput!) { done: investigationStart(input: $input) { ${ERROR} ... on InvestigationStartPayload { investigation { id } } } }`,
        question,
      )
      return investigation.id
    },
    async stop() {
      await Promise.all([api.kill(), worker.kill()])
      await server.stop()
      rmSync(installed.dataFolder, { recursive: true, force: true })
    },
  }
}
