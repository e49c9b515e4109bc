import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { viewSeed } from '../../core/ports/viewReader.contract.ts'
import { findTrino, startTrino, type TrinoServer } from '../../testing/trinoServer.ts'
import { OTHER_CA, TEST_CA } from '../../testing/testCertificate.ts'
import { trino } from './trino.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

const WORKING = `SELECT query_id FROM system.runtime.queries WHERE "user" = 'reader' AND state NOT IN ('FINISHED', 'FAILED') AND query LIKE '%lineitem%'`

/** The suite's texts as Trino spells them. */
const spell = (text: string) =>
  text
    .replaceAll(/ PRIMARY KEY(?! \()/g, '')
    .replaceAll(', PRIMARY KEY (id, line)', '')
    .replaceAll(/ REFERENCES customers \(id\)/g, '')
    .replaceAll(' NOT NULL', '')
    .replaceAll(' TEXT', ' VARCHAR')
    .replaceAll('AS CHAR(20)', 'AS VARCHAR(20)')
    .replaceAll('generate_series(1, 1000)', 'UNNEST(sequence(1, 1000))')
    .replaceAll('1 + i % 2,', 'CAST(1 + i % 2 AS INTEGER),')
    .replaceAll('i + 0.25', 'CAST(i + 0.25 AS DECIMAL(12, 2))')
    .replaceAll(`TIMESTAMPTZ '2024-01-01 00:00:00+02'`, `TIMESTAMP '2024-01-01 00:00:00 +02:00'`)
    .replaceAll(/repeat\('([^']*)', ([^)]+)\)/g, `rpad('', $2, '$1')`)
    .replaceAll('id::INTEGER', 'CAST(id AS INTEGER)')
    .replaceAll('|| a.id', '|| CAST(a.id AS VARCHAR)')

const settingsOf = (port: number, schema: string, user: string) => ({
  host: '127.0.0.1',
  port,
  catalog: 'memory',
  schema,
  user,
  ssl: 'disable',
})

describe.skipIf(findTrino() === null)('Trino', () => {
  let server: TrinoServer
  beforeAll(async () => {
    server = await startTrino()
  }, 120_000)
  afterAll(() => server.stop())

  const newSchema = async (statements: readonly string[]) => {
    const schema = `s_${randomUUID().slice(0, 8)}`
    await server.admin(`CREATE SCHEMA memory.${schema}`)
    for (const sql of statements) await server.admin(spell(sql), schema)
    return schema
  }
  const connect = async (schema: string, user: string) => {
    const connected = await trino.connect(
      { kind: 'trino', settings: settingsOf(server.port, schema, user), secrets: {} },
      options,
    )
    if (!connected.ok) throw new Error(connected.problem.message)
    return connected.value
  }

  dataSourceContract(
    'trino',
    async () => {
      const schema = await newSchema(contractSeed)
      return {
        source: await connect(schema, 'reader'),
        schema,
        slowQuery: 'SELECT count(*) FROM tpch.sf1000.lineitem',
        spell,
        lacks: ['zoned literals', 'keys', 'not null', 'estimates'],
        isRunning: async () => (await server.admin(WORKING)).length > 0,
        distinctEstimate: null,
        costs: { how: 'plan', bytes: true },
        secrets: ['127.0.0.1'],
        close: async () => undefined,
      }
    },
    async () => {
      // Trino refuses a view that is recursive.
      const schema = await newSchema(viewSeed.filter(sql => !sql.includes('RECURSIVE')))
      const source = await connect(schema, 'reader')
      return { source, schema, without: ['chain'], close: () => source.close() }
    },
  )

  test('a user who may write is told so, and nothing is left behind', async () => {
    const schema = await newSchema(['CREATE TABLE nothing (id INTEGER)'])
    const source = await connect(schema, 'writer')
    const proof = await source.proveReadOnly()
    expect(proof.ok && !proof.value.readOnly && proof.value.canDo[0]).toBe(`create tables in the schema ${schema}`)
    expect(
      await server.admin(`SELECT table_name FROM memory.information_schema.tables WHERE table_schema = '${schema}'`),
    ).toEqual([['nothing']])
    await source.close()
  })

  const secure = async (settings: Record<string, unknown>, secrets: Record<string, string>) => {
    const all = {
      ...settingsOf(server.securePort, 'default', 'reader'),
      host: 'localhost',
      ssl: 'verify-full',
      ca: TEST_CA,
      ...settings,
    }
    const connected = await trino.connect({ kind: 'trino', settings: all, secrets }, options)
    if (!connected.ok) return connected.problem
    const login = await connected.value.reportLogin?.()
    await connected.value.close()
    return login?.ok ? login.value.name : login
  }

  test('over TLS, by password and by token, to the server that the authority in the settings vouches for', async () => {
    expect(await secure({}, { password: server.password })).toBe('reader')
    expect(await secure({}, { token: server.token('reader') })).toBe('reader')
    expect(await secure({ host: '127.0.0.1', ssl: 'require' }, { password: server.password })).toBe('reader')
  })

  test.each([
    ['no secret', () => ({})],
    ['a wrong password', () => ({ password: 'planted-canary' })],
    ['a token of somebody else', () => ({ token: server.token('admin') })],
    ['a token by another key', () => ({ token: `${server.token('reader').slice(0, -8)}AAAAAAAA` })],
  ])('%s is refused over TLS', async (_, secrets) => {
    const refused = await secure({}, secrets())
    expect(refused).toMatchObject({ code: 'permission-denied' })
    expect(JSON.stringify(refused)).not.toContain('planted-canary')
  })

  test.each([
    ['another authority', { ca: OTHER_CA }],
    ['no authority but the well-known ones', { ca: '' }],
    ['another name', { host: '127.0.0.1' }],
  ])('a server vouched for by %s is refused before anything is sent', async (_, settings) => {
    expect(await secure(settings, { password: server.password })).toEqual({
      code: 'bad-settings',
      message: 'The encrypted connection cannot be made as the settings ask.',
      retryable: false,
    })
  })

  test('secrets are not sent in the clear', async () => {
    const connected = await trino.connect(
      {
        kind: 'trino',
        settings: settingsOf(server.port, 'default', 'reader'),
        secrets: { password: 'planted-canary' },
      },
      options,
    )
    expect(connected).toMatchObject({ ok: false, problem: { code: 'bad-settings' } })
  })
})
