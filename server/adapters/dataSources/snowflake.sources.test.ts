import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { viewSeed } from '../../core/ports/viewReader.contract.ts'
import { findFakesnow, startSnowflake, type SnowflakeServer } from '../../testing/snowflakeServer.ts'
import { snowflake } from './snowflake.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

const NAMES =
  /\b(customers|orders|nothing|paid_orders|id|name|joined|line|customer_id|amount|ratio|paid|ordered_at|loaded_at|no_such|a)\b/g

/** The suite's texts as Snowflake spells them: its names are in lower case, and so must be quoted. */
const spell = (text: string) =>
  text
    .replaceAll(
      'generate_series(1, 1000) AS g (i)',
      '(SELECT row_number() OVER (ORDER BY NULL) AS i FROM TABLE(GENERATOR(ROWCOUNT => 1000))) AS g',
    )
    .replaceAll(
      /('(?:[^']|'')*'|"(?:[^"]|"")*")|([^'"]+)/g,
      (_, quoted: string | undefined, plain = '') => quoted ?? plain.replaceAll(NAMES, '"$1"').replaceAll('""', '"'),
    )
    .replaceAll(/TIMESTAMP '(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ?/g, `TIMESTAMP '$1`)
    .replaceAll(/TIMESTAMP '([^']*)'/g, `CAST('$1' AS TIMESTAMP_NTZ)`)
    .replaceAll(`TIMESTAMPTZ '2024-01-01 00:00:00+02'`, `CAST('2024-01-01 00:00:00 +02:00' AS TIMESTAMP_TZ)`)
    .replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMP_TZ')
    .replaceAll(' TIMESTAMP,', ' TIMESTAMP_NTZ,')
    .replaceAll("i * INTERVAL '1' HOUR", "i * INTERVAL '1 hour'")

describe.skipIf(findFakesnow() === null)('Snowflake', () => {
  let server: SnowflakeServer
  beforeAll(async () => {
    server = await startSnowflake()
  }, 120_000)
  afterAll(() => server.stop())

  const newDatabase = async (statements: readonly string[]) => {
    const database = `DB_${randomUUID().slice(0, 8).toUpperCase()}`
    await server.admin(database, statements)
    return database
  }
  const connect = async (login: ReturnType<SnowflakeServer['reader']>) => {
    const connected = await snowflake.connect({ kind: 'snowflake', ...login }, options)
    if (!connected.ok) throw new Error(`${connected.problem.code}: ${connected.problem.message}`)
    return connected.value
  }

  dataSourceContract(
    'snowflake',
    async () => {
      const login = server.reader(await newDatabase(contractSeed.map(spell)))
      return {
        source: await connect(login),
        schema: 'PUBLIC',
        spell,
        lacks: ['zoned literals'],
        slowQuery:
          'SELECT count(*) FROM orders AS a CROSS JOIN orders AS b CROSS JOIN orders AS c CROSS JOIN orders AS d WHERE a.ratio * b.ratio < c.ratio * d.ratio',
        isRunning: async () => (await server.running()).some(text => text.includes('CROSS JOIN')),
        distinctEstimate: null,
        costs: { how: 'plan', bytes: true },
        secrets: ['127.0.0.1', ...Object.values(login.secrets)],
        close: async () => undefined,
      }
    },
    async () => {
      const source = await connect(server.reader(await newDatabase(viewSeed)))
      return { source, schema: 'PUBLIC', close: () => source.close() }
    },
  )

  test('a role that may write is told so, through the roles within it', async () => {
    const source = await connect(server.writer(await newDatabase(['SELECT 1'])))
    const proof = await source.proveReadOnly()
    expect(proof.ok && !proof.value.readOnly && proof.value.canDo).toEqual(['insert on table SHOP.PUBLIC.ORDERS'])
    expect(proof.ok && !proof.value.readOnly && proof.value.grant).toContain(
      'GRANT SELECT ON FUTURE TABLES IN DATABASE',
    )
    await source.close()
  })

  test('a table is told with its size and when it changed', async () => {
    const source = await connect(
      server.reader(await newDatabase(['CREATE TABLE SALES (ID INTEGER)', 'INSERT INTO SALES VALUES (1), (2)'])),
    )
    const described = await source.describe([{ schema: 'PUBLIC', name: 'SALES' }])
    expect(described.ok && described.value).toMatchObject([
      { sizeBytes: 128, changedAt: '1970-01-01T00:00:00.000Z', rowEstimate: 2 },
    ])
    await source.close()
  })

  test.each([
    ['a wrong pass phrase', { passphrase: 'wrong' }, 'bad-settings'],
    ['no key and no password', { privateKey: '', passphrase: '' }, 'bad-settings'],
    [
      "a password that is not the user's",
      { privateKey: '', passphrase: '', password: 'planted-canary' },
      'permission-denied',
    ],
  ])('%s is told apart', async (_, secrets, code) => {
    const { settings, secrets: own } = server.reader('SHOP')
    const connected = await snowflake.connect({ kind: 'snowflake', settings, secrets: { ...own, ...secrets } }, options)
    expect(connected).toMatchObject({ ok: false, problem: { code } })
    expect(JSON.stringify(connected)).not.toContain('planted-canary')
  })

  test("an address outside Snowflake needs the operator's leave", async () => {
    const connected = await snowflake.connect(
      { kind: 'snowflake', ...server.reader('SHOP') },
      { ...options, allowPrivateAddresses: false },
    )
    expect(connected).toMatchObject({ ok: false, problem: { code: 'bad-settings' } })
  })
})
