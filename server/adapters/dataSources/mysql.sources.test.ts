import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { viewSeed } from '../../core/ports/viewReader.contract.ts'
import { mariadbLogin, READ_DATABASE } from '../../testing/mariadbLogin.ts'
import { findMariadb, startMariadb, type MariadbServer } from '../../testing/mariadbServer.ts'
import { OTHER_CA, TEST_CA } from '../../testing/testCertificate.ts'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'
import { mysql } from './mysql.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

const WORKING = `SELECT id FROM information_schema.processlist WHERE user = ? AND command <> 'Sleep' AND info LIKE '%sleep(60)%'`

/** The suite's texts as MySQL spells them. */
const spell = (text: string) =>
  text
    .replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMP NULL')
    .replaceAll(/\b(ordered_at) TIMESTAMP\b/g, '$1 DATETIME')
    .replaceAll('name TEXT NOT NULL', 'name VARCHAR(100) NOT NULL')
    .replaceAll(/TIMESTAMPTZ '2024-01-01 00:00:00\+02'/g, `TIMESTAMP '2023-12-31 22:00:00'`)
    .replaceAll('generate_series(1, 1000) AS g (i)', '(SELECT seq AS i FROM seq_1_to_1000) AS g')
    .replaceAll(`i * INTERVAL '1' HOUR`, 'INTERVAL i HOUR')
    .replaceAll('DOUBLE PRECISION', 'DOUBLE')
    .replaceAll('AS REAL)', 'AS FLOAT)')
    .replaceAll(/AS INTEGER\)/g, 'AS SIGNED)')
    .replaceAll('id::INTEGER', 'id')
    .replaceAll('customer_id INTEGER REFERENCES customers (id)', 'customer_id INTEGER')
    .replaceAll(
      'PRIMARY KEY (id, line))',
      'PRIMARY KEY (id, line), FOREIGN KEY (customer_id) REFERENCES customers (id))',
    )
    .replaceAll(/CAST\('12:34:56' AS TIME\)/g, `TIME '12:34:56'`)

describe.skipIf(findMariadb() === null)('MariaDB', () => {
  let server: MariadbServer
  beforeAll(async () => {
    server = await startMariadb()
  }, 60_000)
  afterAll(() => server.stop())

  dataSourceContract(
    'mysql',
    async () => {
      const { user, password, database, settings, remove } = await mariadbLogin(
        server,
        [...contractSeed.map(spell), 'ANALYZE TABLE customers, orders, nothing'],
        READ_DATABASE,
      )
      const connected = await mysql.connect({ kind: 'mysql', settings, secrets: { password } }, options)
      if (!connected.ok) throw new Error(connected.problem.message)
      return {
        source: connected.value,
        schema: database,
        slowQuery: 'SELECT sleep(60)',
        spell,
        lacks: ['nan', 'boolean literals', 'zoned literals', 'strict casts'],
        isRunning: async () => {
          const [rows] = await server.admin.query(WORKING, [user])
          return Array.isArray(rows) && rows.length > 0
        },
        distinctEstimate: null,
        costs: { how: 'plan', bytes: true },
        secrets: [password, '127.0.0.1'],
        close: remove,
      }
    },
    async () => {
      const { password, database, settings, remove } = await mariadbLogin(server, viewSeed, READ_DATABASE)
      const connected = await mysql.connect({ kind: 'mysql', settings, secrets: { password } }, options)
      if (!connected.ok) throw new Error(connected.problem.message)
      return { source: connected.value, schema: database, close: () => connected.value.close().then(remove) }
    },
  )

  const prove = async (login: Awaited<ReturnType<typeof mariadbLogin>>) => {
    const connected = await mysql.connect(
      { kind: 'mysql', settings: login.settings, secrets: { password: login.password } },
      options,
    )
    if (!connected.ok) throw new Error(connected.problem.message)
    const proof = await connected.value.proveReadOnly()
    await connected.value.close()
    if (!proof.ok) throw new Error(proof.problem.message)
    return proof.value
  }

  test('what a user may write is said, by roles too, and the remedy makes it read-only', async () => {
    const role = `r_${randomUUID().slice(0, 8)}`
    const login = await mariadbLogin(server, ['CREATE TABLE orders (id INT)'], (user, database) => [
      ...READ_DATABASE(user, database),
      `GRANT INSERT, DELETE ON ${database}.orders TO ${user}`,
      `CREATE ROLE ${role}`,
      `GRANT DROP ON ${database}.* TO ${role}`,
      `GRANT ${role} TO ${user}`,
    ])
    const proof = await prove(login)
    expect(proof).toMatchObject({
      readOnly: false,
      canDo: expect.arrayContaining([
        `insert, delete on ${login.database}.orders`,
        `drop on ${login.database}.*`,
      ]) as unknown,
    })
    if (proof.readOnly) return
    for (const sql of proof.grant.split('\n')) await server.admin.query(sql)
    expect(await prove(login)).toMatchObject({ readOnly: true })
    await login.remove()
  })

  const overTls = async (settings: Record<string, unknown>, grants = READ_DATABASE) => {
    const login = await mariadbLogin(server, [], grants)
    const connected = await mysql.connect(
      { kind: 'mysql', settings: { ...login.settings, ...settings }, secrets: { password: login.password } },
      options,
    )
    const limits = { maxRows: 1, maxBytes: 1000, timeoutMs: 5000 }
    const cipher = uncheckedQuery(
      'mysql',
      `SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'SSL_CIPHER'`,
    )
    const asked = connected.ok ? await connected.value.ask(cipher, limits) : connected
    if (connected.ok) await connected.value.close()
    await login.remove()
    return asked
  }
  /** A user who may come in encrypted only. */
  const ONLY_TLS = (user: string, database: string) => [
    ...READ_DATABASE(user, database),
    `ALTER USER ${user} REQUIRE SSL`,
  ]
  const encrypted = { ok: true, value: { rows: [[expect.stringMatching(/^TLS_|^ECDHE/) as string]] } }

  test('the connection is encrypted, and with verify-full to the server that the authority in the settings vouches for', async () => {
    expect(await overTls({ ssl: 'require' }, ONLY_TLS)).toMatchObject(encrypted)
    expect(await overTls({ host: 'localhost', ssl: 'verify-full', ca: TEST_CA }, ONLY_TLS)).toMatchObject(encrypted)
    expect(await overTls({ ssl: 'disable' })).toMatchObject({ ok: true, value: { rows: [['']] } })
    expect(await overTls({ ssl: 'disable' }, ONLY_TLS)).toMatchObject({
      ok: false,
      problem: { code: 'permission-denied' },
    })
  })

  test.each([
    ['another authority', { host: 'localhost', ca: OTHER_CA }],
    ['no authority but the well-known ones', { host: 'localhost', ca: '' }],
  ])('a server vouched for by %s is refused', async (_, settings) => {
    expect(await overTls({ ssl: 'verify-full', ...settings })).toEqual({
      ok: false,
      problem: {
        code: 'bad-settings',
        message: 'The encrypted connection cannot be made as the settings ask.',
        retryable: false,
      },
    })
  })

  test('an address has no name to verify', async () => {
    expect(await overTls({ ssl: 'verify-full', host: '127.0.0.1', ca: TEST_CA })).toMatchObject({
      ok: false,
      problem: { code: 'bad-settings', message: expect.stringContaining('give the host by its name') as string },
    })
  })

  test('values that other databases do not have come as they are: unsigned numbers, dates of no calendar, bits', async () => {
    const login = await mariadbLogin(
      server,
      [
        "CREATE TABLE odd (a BIGINT UNSIGNED, b DATETIME, c BIT(4), d YEAR, e DECIMAL(30, 5), f VARBINARY(4), g SET('x', 'y'))",
        `SET SESSION sql_mode = 'ANSI_QUOTES'`,
        `INSERT INTO odd VALUES (18446744073709551615, '0000-00-00 00:00:00', b'1010', 2026, 1234567890123456789012345.12345, x'00ff', 'x,y')`,
      ],
      READ_DATABASE,
    )
    const connected = await mysql.connect(
      { kind: 'mysql', settings: login.settings, secrets: { password: login.password } },
      options,
    )
    if (!connected.ok) throw new Error(connected.problem.message)
    const answer = await connected.value.ask(uncheckedQuery('mysql', 'SELECT * FROM odd'), {
      maxRows: 10,
      maxBytes: 10_000,
      timeoutMs: 5_000,
    })
    expect(answer.ok && answer.value.rows).toEqual([
      ['18446744073709551615', '0000-00-00 00:00:00', '0x0a', 2026, '1234567890123456789012345.12345', '0x00ff', 'x,y'],
    ])
    await connected.value.close()
    await login.remove()
  })

  test('a pattern tells upper from lower case, whatever the collation of its column', async () => {
    const texts = ["('ab')", "('AB')", "('Ab')"].join(', ')
    const login = await mariadbLogin(
      server,
      [
        'CREATE TABLE letters (loose VARCHAR(9) COLLATE utf8mb4_general_ci, exact VARCHAR(9) COLLATE utf8mb4_bin)',
        `INSERT INTO letters (loose) VALUES ${texts}`,
        'UPDATE letters SET exact = loose',
      ],
      READ_DATABASE,
    )
    const secrets = { password: login.password }
    const connected = await mysql.connect({ kind: 'mysql', settings: login.settings, secrets }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    const { dialect } = connected.value
    const counts = ['"loose"', '"exact"', dialect.exact('"loose"')].map(
      text => `count(CASE WHEN ${dialect.matches(text, '^[a-z]+$')} THEN 1 END)`,
    )
    const answer = await connected.value.ask(uncheckedQuery('mysql', `SELECT ${counts.join(', ')} FROM letters`), {
      maxRows: 10,
      maxBytes: 10_000,
      timeoutMs: 5_000,
    })
    expect(answer.ok ? answer.value.rows : answer.problem).toEqual([[1, 1, 1]])
    await connected.value.close()
    await login.remove()
  })
})
