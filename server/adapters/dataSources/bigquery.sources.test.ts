import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { viewSeed } from '../../core/ports/viewReader.contract.ts'
import { findBigquery, startBigquery, type BigqueryServer } from '../../testing/bigqueryServer.ts'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'
import { bigquery } from './bigquery.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

/** The suite's texts as BigQuery spells them. */
const spell = (text: string) =>
  text
    .replaceAll(/"([^"]*)"/g, '`$1`')
    .replaceAll("'it''s'", "'it\\'s'")
    .replaceAll('DOUBLE PRECISION', 'FLOAT64')
    .replaceAll('AS REAL', 'AS FLOAT64')
    .replaceAll('AS INTEGER', 'AS INT64')
    .replaceAll('id::INTEGER', 'id')
    .replaceAll('|| a.id', '|| CAST(a.id AS STRING)')
    .replaceAll(/TIMESTAMP '/g, "DATETIME '")
    .replaceAll('CAST(12345678901234567890.12345 AS DECIMAL(38, 5))', "NUMERIC '12345678901234567890.12345'")
    .replaceAll('CAST(12.50 AS DECIMAL(10, 2))', 'CAST(12.50 AS NUMERIC)')
    .replaceAll(/CAST\((\S+) AS DECIMAL\(5, 2\)\)/g, 'CAST($1 AS NUMERIC)')
    // A job makes its whole answer before the first page is read.
    .replaceAll(' CROSS JOIN orders AS c', ' LIMIT 200000')

describe.skipIf(findBigquery() === null)('BigQuery', () => {
  let server: BigqueryServer
  beforeAll(async () => {
    server = await startBigquery()
  }, 120_000)
  afterAll(() => server.stop())

  const newDataset = async (statements: readonly string[]) => {
    const dataset = `d_${randomUUID().slice(0, 8)}`
    await server.admin(dataset, statements)
    return dataset
  }
  const connect = async (login: ReturnType<BigqueryServer['login']>) => {
    const connected = await bigquery.connect({ kind: 'bigquery', ...login }, options)
    if (!connected.ok) throw new Error(`${connected.problem.code}: ${connected.problem.message}`)
    return connected.value
  }

  dataSourceContract(
    'bigquery',
    async () => {
      const dataset = await newDataset(contractSeed)
      const login = server.login('reader', dataset)
      return {
        source: await connect(login),
        schema: dataset,
        spell,
        lacks: ['zoned literals', 'repeated names'],
        slowQuery:
          'SELECT count(*) FROM orders AS a CROSS JOIN orders AS b CROSS JOIN orders AS d CROSS JOIN orders AS e WHERE a.ratio * b.ratio < d.ratio * e.ratio',
        isRunning: async () => (await server.running()).some(text => text.includes('CROSS JOIN')),
        distinctEstimate: null,
        costs: { how: 'dryRun', bytes: true },
        secrets: ['127.0.0.1', 'reader@acme-test.iam.gserviceaccount.com', ...Object.values(login.secrets)],
        close: async () => undefined,
      }
    },
    async () => {
      const dataset = await newDataset(viewSeed)
      const source = await connect(server.login('reader', dataset))
      return { source, schema: dataset, close: () => source.close() }
    },
  )

  test('an account that may write is told so, and nothing is left behind', async () => {
    const source = await connect(server.login('writer', await newDataset(['CREATE TABLE sales (id BIGINT)'])))
    const [proof, tables] = [await source.proveReadOnly(), await source.listTables()]
    const dataset = source.dialect.defaultSchema
    expect(proof.ok && !proof.value.readOnly && proof.value.canDo).toEqual([
      `create tables in the dataset ${dataset}`,
      `insert, delete, update in ${dataset}.sales`,
    ])
    expect(proof.ok && !proof.value.readOnly && proof.value.grant).toContain(
      'GRANT `roles/bigquery.dataViewer` ON SCHEMA `acme-test`',
    )
    expect(tables.ok && tables.value.map(({ name }) => name.name)).toEqual(['sales'])
    await source.close()
  })

  test('a table is told with its size, its comments, when it changed, and what it is partitioned and clustered by', async () => {
    const dataset = await newDataset([
      'CREATE TABLE sales (id BIGINT, sold TIMESTAMP, shop VARCHAR)',
      'INSERT INTO sales VALUES (1, NULL, NULL), (2, NULL, NULL)',
      'COMMENT ON TABLE sales IS \'What was "sold"\'',
      "COMMENT ON COLUMN sales.shop IS 'Where'",
    ])
    await server.admin(dataset, [
      `INSERT INTO _meta.layout VALUES ('${dataset}', 'sales', 'sold', ['shop', 'id'], NULL)`,
    ])
    const source = await connect(server.login('reader', dataset))
    const described = await source.describe([{ schema: dataset, name: 'sales' }])
    expect(described.ok && described.value).toMatchObject([
      {
        sizeBytes: 128,
        changedAt: '2026-01-01T00:00:00.000Z',
        rowEstimate: 2,
        comment: 'What was "sold"',
        partitionColumns: ['sold', 'shop', 'id'],
        columns: [
          { name: 'id', nativeType: 'INT64' },
          { name: 'sold', nativeType: 'DATETIME', kind: 'timestamp' },
          { name: 'shop', nativeType: 'STRING', comment: 'Where' },
        ],
      },
    ])
    await source.close()
  })

  test('several datasets are read, and a name without one means that of the tables that the guard saw', async () => {
    const [first, second] = [
      await newDataset(['CREATE TABLE sales AS SELECT 1 AS id']),
      await newDataset(['CREATE TABLE sales AS SELECT 2 AS id']),
    ]
    const source = await connect(server.login('reader', `${first}, ${second}`))
    const listed = await source.listTables()
    expect(listed.ok && listed.value.map(({ name }) => name.schema).toSorted()).toEqual([first, second].toSorted())
    const ask = async (schemas: readonly string[]) => {
      const query = {
        ...uncheckedQuery('bigquery', 'SELECT id FROM sales'),
        tables: schemas.map(schema => ({ schema, name: 'sales' })),
      }
      const asked = await source.ask(query, { maxRows: 10, maxBytes: 1000, timeoutMs: 20_000 })
      return asked.ok ? asked.value.rows : asked.problem.code
    }
    expect([await ask([]), await ask([second]), await ask([first, second])]).toEqual([[[1]], [[2]], 'bad-query'])
    await source.close()
  })

  test("the client's own placeholder is no part of a query", async () => {
    const source = await connect(server.login('reader', await newDataset([])))
    const asked = await source.ask(uncheckedQuery('bigquery', "SELECT '{{projectId}}' AS p"), {
      maxRows: 1,
      maxBytes: 1000,
      timeoutMs: 20_000,
    })
    expect(asked).toMatchObject({ ok: false, problem: { code: 'bad-query' } })
    await source.close()
  })

  test('a query that would be billed for more than the settings allow is refused before it runs', async () => {
    const dataset = await newDataset(['CREATE TABLE big (id BIGINT, other BIGINT)'])
    await server.admin(dataset, [
      `INSERT INTO _meta.layout (table_schema, table_name, told_rows) VALUES ('${dataset}', 'big', 100000000)`,
    ])
    const source = await connect(server.login('reader', dataset))
    const limits = { maxRows: 1, maxBytes: 1000, timeoutMs: 20_000 }
    expect(await source.ask(uncheckedQuery('bigquery', 'SELECT sum(id) AS s FROM big'), limits)).toMatchObject({
      ok: true,
      value: { bytesRead: 800_000_000 },
    })
    const wide = uncheckedQuery('bigquery', 'SELECT sum(id) AS s, sum(other) AS o FROM big', [
      { schema: dataset, name: 'big' },
    ])
    expect(await source.estimate(wide, limits)).toEqual({
      ok: true,
      value: { rows: 100_000_000, bytes: 1_600_000_000, how: 'dryRun' },
    })
    await server.calls()
    const asked = await source.ask(wide, limits)
    expect(asked).toMatchObject({
      ok: false,
      problem: {
        code: 'bad-query',
        message: 'The query would read 1.6 GB; the settings of this data source allow 1.0 GB.',
      },
    })
    expect(await server.calls()).toEqual(['POST jobs'])
    await source.close()
  })

  test.each([
    ['backendError', true],
    ['rateLimitExceeded', true],
    ['quotaExceeded', false],
    ['accessDenied', false],
    ['invalidQuery', false],
  ] as const)('%s is tried again: %s', async (reason, again) => {
    const source = await connect(server.login('reader', await newDataset([])))
    await server.calls()
    await server.fail(reason, 1)
    const asked = await source.ask(uncheckedQuery('bigquery', 'SELECT 1 AS a'), {
      maxRows: 1,
      maxBytes: 1000,
      timeoutMs: 20_000,
    })
    expect([asked.ok, (await server.calls()).filter(call => call === 'POST jobs').length]).toEqual(
      again ? [true, 3] : [false, 1],
    )
    await source.close()
  })

  test('an error that stays is tried three times, and told as one that may pass', async () => {
    const source = await connect(server.login('reader', await newDataset([])))
    await server.calls()
    await server.fail('backendError', 3)
    const asked = await source.ask(uncheckedQuery('bigquery', 'SELECT 1 AS a'), {
      maxRows: 1,
      maxBytes: 1000,
      timeoutMs: 20_000,
    })
    expect(asked).toMatchObject({ ok: false, problem: { code: 'unreachable', retryable: true } })
    expect(await server.calls()).toEqual(['POST jobs', 'POST jobs', 'POST jobs'])
    await source.close()
  })

  test.each([
    ['no JSON', 'planted-canary', 'bad-settings'],
    [
      'another kind of credentials',
      '{"type": "external_account", "token_url": "http://169.254.169.254/planted-canary"}',
      'bad-settings',
    ],
    [
      'a key that cannot be read',
      '{"type": "service_account", "client_email": "planted-canary@x", "private_key": "planted-canary"}',
      'bad-settings',
    ],
  ])('%s is told apart', async (_, key, code) => {
    const { settings } = server.login('reader', 'shop')
    const connected = await bigquery.connect({ kind: 'bigquery', settings, secrets: { key } }, options)
    expect(connected).toMatchObject({ ok: false, problem: { code } })
    expect(JSON.stringify(connected)).not.toContain('planted-canary')
  })

  test("a key that is not the account's is refused, and so is a dataset that is not there", async () => {
    const [reader, writer] = [server.login('reader', 'no_such_dataset'), server.login('writer', 'no_such_dataset')]
    const mixed = JSON.stringify({
      ...(JSON.parse(reader.secrets['key'] ?? '') as object),
      private_key: (JSON.parse(writer.secrets['key'] ?? '') as { private_key: string }).private_key,
    })
    const connected = await bigquery.connect(
      { kind: 'bigquery', settings: reader.settings, secrets: { key: mixed } },
      options,
    )
    expect(connected).toMatchObject({ ok: false, problem: { code: 'permission-denied' } })
    const missing = await bigquery.connect({ kind: 'bigquery', ...reader }, options)
    expect(missing).toMatchObject({
      ok: false,
      problem: { code: 'not-found', message: expect.stringContaining('no_such_dataset') as string },
    })
  })

  test.each([
    ['an address outside Google', {}, null],
    ['a token_uri outside Google', { apiEndpoint: '' }, null],
    ['no key', { apiEndpoint: '' }, ''],
  ])("%s needs the operator's leave", async (_, changed, key) => {
    const { settings, secrets } = server.login('reader', 'shop')
    const connected = await bigquery.connect(
      { kind: 'bigquery', settings: { ...settings, ...changed }, secrets: key === null ? secrets : { key } },
      { ...options, allowPrivateAddresses: false },
    )
    expect(connected).toMatchObject({
      ok: false,
      problem: { code: 'bad-settings', message: expect.stringContaining('DATAING_PRIVATE_HOSTS=allow') as string },
    })
  })

  test('an address that no data source has is refused even with it', async () => {
    const { settings, secrets } = server.login('reader', 'shop')
    const connected = await bigquery.connect(
      { kind: 'bigquery', settings: { ...settings, apiEndpoint: 'http://169.254.169.254' }, secrets },
      options,
    )
    expect(connected).toMatchObject({
      ok: false,
      problem: { code: 'bad-settings', message: 'The host has an address that no data source has.' },
    })
  })
})
