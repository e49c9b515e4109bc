import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdir,
  mkdtemp,
  open as openFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DataSource } from '../../../core/ports/dataSource.ts'
import { duckdbFile } from '../../../testing/duckdbFile.ts'
import { uncheckedQuery } from '../../../testing/uncheckedQuery.ts'
import { duckdb } from '../duckdb.ts'
import { duckdbProblem } from './duckdbProblem.ts'

const LIMITS = { maxRows: 1000, maxBytes: 1_000_000, timeoutMs: 20_000 }
const open: DataSource[] = []
let scratch = ''

beforeAll(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'dataing-fixture-')))
})
afterEach(async () => {
  for (const source of open.splice(0)) await source.close()
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const connect = async (path: string, fileRoots: readonly string[] | null = null) => {
  const connected = await duckdb.connect(
    { kind: 'duckdb', settings: { path }, secrets: {} },
    { allowPrivateAddresses: false, fileRoots, maxConcurrent: 2, duckdb: { memoryMb: 256, threads: 1 } },
  )
  if (connected.ok) open.push(connected.value)
  return connected
}
const opened = async (path: string) => {
  const connected = await connect(path)
  if (!connected.ok) throw new Error(connected.problem.message)
  return connected.value
}
const ask = (source: DataSource, text: string) => source.ask(uncheckedQuery('duckdb', text), LIMITS)
const rowsOf = async (source: DataSource, text: string) => {
  const asked = await ask(source, text)
  return asked.ok ? asked.value.rows : asked.problem
}

const folder = async (
  name: string,
  files: Readonly<Record<string, string>>,
  parquet: Readonly<Record<string, string>> = {},
) => {
  const path = join(scratch, name)
  const made = [...Object.keys(files), ...Object.keys(parquet)].map(file => join(path, file, '..'))
  await Promise.all([path, ...made].map(each => mkdir(each, { recursive: true })))
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const [file, query] of Object.entries(parquet))
    await connection.run(`COPY (${query}) TO '${join(path, file)}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  return path
}

test('each file and each sub-folder of a folder is a table', async () => {
  const path = await folder(
    'shop',
    {
      'orders.csv': 'id,day,amount\n1,2024-01-01,1.5\n2,2024-01-02,\n',
      'notes.txt': 'no table',
      '_hidden.csv': 'a\n1\n',
      '.DS_Store': '',
      'empty/readme.md': '',
      'clicks/2024/a.csv': 'id,page\n1,home\n',
      'clicks/2024/b.csv': 'page,id\nbasket,2\n',
    },
    {
      'customers.parquet': 'SELECT range AS id, NULL::VARCHAR AS name FROM range(1234)',
      'events/day=1/a.parquet': 'SELECT 1 AS id',
      'events/day=2/b.parquet': `SELECT 2 AS id, TIMESTAMP '2024-01-01' AS seen`,
    },
  )
  const source = await opened(path)
  expect(await source.listTables()).toEqual({
    ok: true,
    value: [
      { name: { schema: 'main', name: 'clicks' }, isView: false, rowEstimate: null },
      { name: { schema: 'main', name: 'customers' }, isView: false, rowEstimate: 1234 },
      { name: { schema: 'main', name: 'events' }, isView: false, rowEstimate: 2 },
      { name: { schema: 'main', name: 'orders' }, isView: false, rowEstimate: null },
    ],
  })
  expect(await rowsOf(source, 'SELECT * FROM orders ORDER BY id')).toEqual([
    [1, '2024-01-01', 1.5],
    [2, '2024-01-02', null],
  ])
  expect(await rowsOf(source, 'SELECT id, page FROM clicks ORDER BY id')).toEqual([
    [1, 'home'],
    [2, 'basket'],
  ])
  expect(await rowsOf(source, 'SELECT id, day, seen FROM main.events ORDER BY id')).toEqual([
    [1, 1, null],
    [2, 2, '2024-01-01T00:00:00.000Z'],
  ])
  const described = await source.describe([{ schema: 'main', name: 'orders' }])
  expect(described.ok && described.value[0]?.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['id', 'integer'],
    ['day', 'date'],
    ['amount', 'decimal'],
  ])
  expect(await source.proveReadOnly()).toMatchObject({ ok: true, value: { readOnly: true } })
})

test('types of a CSV file come from far more rows than DuckDB looks at by itself', async () => {
  const lines = Array.from({ length: 100_000 }, (_, row) => `${row},${row === 90_000 ? 'n/a' : row}`)
  const source = await opened(await folder('late', { 'late.csv': `id,code\n${lines.join('\n')}\n` }))
  expect(await rowsOf(source, `SELECT count(*), count(*) FILTER (WHERE code = 'n/a') FROM late`)).toEqual([
    [100_000, 1],
  ])
})

test('nothing outside the folder can be read, and nothing written', async () => {
  const secret = join(scratch, 'secret.csv')
  await writeFile(secret, 'a\nplanted-canary\n')
  const path = await folder('walled', { 'orders.csv': 'id\n1\n', 'sub/a.csv': 'id\n1\n' })
  await symlink(secret, join(path, 'link.csv'))
  await symlink(scratch, join(path, 'up'))
  await symlink(secret, join(path, 'sub', 'b.csv'))
  const source = await opened(path)
  const listed = await source.listTables()
  expect(listed.ok && listed.value.map(({ name }) => name.name)).toEqual(['orders', 'sub'])
  const before = await readdir(scratch, { recursive: true })
  for (const text of [
    ...[
      `'${secret}'`,
      `read_csv('${secret}')`,
      `read_csv('${path}/link.csv')`,
      `read_csv('${path}/up/secret.csv')`,
      `read_csv('${path}/../secret.csv')`,
      `read_csv('${path}/*.csv')`,
      `read_csv('http://127.0.0.1:1/a.csv')`,
      `read_text('/etc/hostname')`,
      `read_blob('/etc/hostname')`,
      `glob('/*')`,
      `sniff_csv('${secret}')`,
      `parquet_metadata('${secret}')`,
    ].map(source => `SELECT * FROM ${source}`),
    `ATTACH '${scratch}/other.duckdb' AS other`,
    `COPY orders TO '${scratch}/stolen.csv'`,
    `COPY orders TO '${path}/orders.csv'`,
    `EXPORT DATABASE '${scratch}/stolen'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    'SET enable_external_access = true',
    `SET allowed_directories = ['/']`,
    'SET lock_configuration = false',
    'RESET allowed_paths',
    'CREATE TABLE other (a INTEGER)',
    'CREATE OR REPLACE VIEW orders AS SELECT 1',
    'DROP VIEW orders',
  ]) {
    const asked = await ask(source, text)
    expect([text, asked.ok]).toEqual([text, false])
    expect(JSON.stringify(asked)).not.toContain(scratch)
  }
  expect(await readdir(scratch, { recursive: true })).toEqual(before)
  expect(await rowsOf(source, 'SELECT count(*) FROM orders')).toEqual([[1]])
})

test('a link put in the place of a file opens nothing, although the file was allowed', async () => {
  const secret = join(scratch, 'swapped-secret.csv')
  await writeFile(secret, 'id\n666\n')
  const path = await folder('swapped', { 'orders.csv': 'id\n1\n', 'kept.csv': 'id\n1\n' })
  const source = await opened(path)
  const controller = new AbortController()
  // A long query keeps the opened catalogue in use; the folder is looked at again by the next call only.
  const asking = source.ask(
    uncheckedQuery('duckdb', 'SELECT count(*) FROM kept, range(10000000000) AS r (x) WHERE x % 7 = id'),
    LIMITS,
    controller.signal,
  )
  await rm(join(path, 'orders.csv'))
  await symlink(secret, join(path, 'orders.csv'))
  expect(await rowsOf(source, 'SELECT * FROM orders')).toMatchObject({ code: 'not-found' })
  controller.abort()
  expect((await asking).ok).toBe(false)
})

test.each([
  ['mixed', ['orders/a.csv', 'orders/b.parquet'], 'The sub-folder orders mixes CSV and Parquet files.'],
  ['twice', ['orders.csv', 'ORDERS/a.csv'], 'Two files or sub-folders give the table orders.'],
  ['pattern', ['a[1].csv'], 'The file or folder a[1] has one of * ? [ ] in its path. Rename it.'],
  ['none', ['readme.md'], 'The folder holds no CSV or Parquet files.'],
])('a folder that is %s is refused in words', async (name, files, message) => {
  const path = await folder(name, Object.fromEntries(files.map(file => [file, 'id\n1\n'])))
  expect(await connect(path)).toEqual({ ok: false, problem: { code: 'bad-settings', message, retryable: false } })
})

const UNREADABLE = {
  code: 'bad-settings',
  message: 'The file is no DuckDB database, is damaged, or is of a version that Dataing cannot read yet.',
}

test('a file that is damaged, or of a newer DuckDB, is told from one that cannot be reached', async () => {
  const damaged = await duckdbFile()
  const file = await openFile(damaged.path, 'r+')
  await file.write(Buffer.from([0xe7, 0x03]), 0, 2, 12)
  await file.close()
  expect(await connect(damaged.path)).toMatchObject({ ok: false, problem: UNREADABLE })
  await damaged.remove()
  const newer = new Error(
    'IO Error: Trying to read a database file with version number 999, but we can only read versions between 64 and 68.\nThe database file was ' +
      'created with an newer version of DuckDB.',
  )
  expect(duckdbProblem(newer, [])).toMatchObject(UNREADABLE)
})

test('names that need quotes are tables like others', async () => {
  const source = await opened(await folder(`o'dd "names"`, { [`it's "odd".csv`]: 'a,"b ""c"""\n1,2\n' }))
  expect(await rowsOf(source, `SELECT * FROM "it's ""odd"""`)).toEqual([[1, 2]])
})

test('only files below the allowed roots are opened, links resolved', async () => {
  const inside = await folder('root/inside', { 'a.csv': 'id\n1\n' })
  const outside = await folder('root-not', { 'a.csv': 'id\n1\n' })
  await symlink(outside, join(scratch, 'root', 'link'))
  const roots = [join(scratch, 'root')] as const
  expect((await connect(inside, roots)).ok).toBe(true)
  for (const path of [
    outside,
    join(scratch, 'root', 'link'),
    join(inside, '..', '..', 'root-not'),
    '/etc',
    '/no/such/place',
    join(outside, 'nothing.csv'),
  ]) {
    expect(await connect(path, roots)).toMatchObject({
      ok: false,
      problem: { code: 'bad-settings', message: 'Files may not be opened there. Ask who runs Dataing.' },
    })
  }
  expect(await connect(join(scratch, 'root', 'nothing.csv'), roots)).toMatchObject({
    ok: false,
    problem: { code: 'unreachable' },
  })
  expect((await connect(inside, [])).ok).toBe(false)
})

test('a file that is written again, or replaced, is read as it is now', async () => {
  const file = await duckdbFile(['CREATE TABLE t AS SELECT 1 AS a'])
  const source = await opened(file.path)
  expect(await rowsOf(source, 'SELECT a FROM t')).toEqual([[1]])
  const other = join(file.folder, 'other.duckdb')
  await file.run(['CREATE TABLE t AS SELECT 2 AS a'], other)
  await rename(other, file.path)
  expect(await rowsOf(source, 'SELECT a FROM t')).toEqual([[2]])
  await rm(file.path)
  expect(await rowsOf(source, 'SELECT a FROM t')).toMatchObject({ code: 'unreachable', retryable: true })
  await file.remove()
})

const OTHER_PROCESS = `
  const { DuckDBInstance } = await import(process.argv[2])
  const instance = await DuckDBInstance.create(process.argv[3], { access_mode: process.argv[4] })
  const connection = await instance.connect()
  const answer = await connection.runAndReadAll('SELECT a FROM t')
  process.on('message', () => process.exit())
  process.send(Number(answer.getRowsJson()[0][0]))`

const otherProcess = async (path: string, mode: string) => {
  const script = join(scratch, 'other.mjs')
  await writeFile(script, OTHER_PROCESS)
  const child = fork(script, [import.meta.resolve('@duckdb/node-api'), path, mode], { execArgv: [] })
  const received: unknown[] = await once(child, 'message')
  return {
    message: received[0],
    async end() {
      child.send('end')
      await once(child, 'exit')
    },
  }
}

test('several processes read one file at once; while another writes, it is unreachable for now', async () => {
  const file = await duckdbFile(['CREATE TABLE t AS SELECT 1 AS a'])
  const source = await opened(file.path)
  const reader = await otherProcess(file.path, 'READ_ONLY')
  expect([reader.message, await rowsOf(source, 'SELECT a FROM t')]).toEqual([1, [[1]]])
  await reader.end()
  await source.close()
  const writer = await otherProcess(file.path, 'READ_WRITE')
  expect(await connect(file.path)).toEqual({
    ok: false,
    problem: {
      code: 'unreachable',
      message: 'Another program has the database file open for writing.',
      retryable: true,
    },
  })
  await writer.end()
  expect((await connect(file.path)).ok).toBe(true)
  await file.remove()
})

test('nothing is left in the temporary folder', async () => {
  const ours = async () => (await readdir(tmpdir())).filter(name => name.startsWith('dataing-duckdb-'))
  const before = await ours()
  const source = await opened(await folder('gone', { 'a.csv': 'id\n1\n' }))
  expect((await ours()).length).toBeGreaterThan(before.length)
  await source.close()
  expect(await ours()).toEqual(before)
})

test('a query on files is estimated by all that they hold, whatever its filter leaves', async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `${i},${i % 7}`)
  const path = await folder(
    'estimated',
    { 'orders.csv': `id,kind\n${lines.join('\n')}\n` },
    { 'sales/a.parquet': 'SELECT i AS id FROM range(5000) AS t (i)' },
  )
  const source = await opened(path)
  const estimate = (table: string) =>
    source.estimate(
      uncheckedQuery('duckdb', `SELECT count(*) FROM ${table} WHERE id = 3`, [{ schema: 'main', name: table }]),
      { timeoutMs: 20_000 },
    )
  const bytesOf = async (file: string) => (await stat(join(path, file))).size
  expect(await estimate('sales')).toEqual({
    ok: true,
    value: { rows: 5000, bytes: await bytesOf('sales/a.parquet'), how: 'plan' },
  })
  expect(await estimate('orders')).toMatchObject({ ok: true, value: { bytes: await bytesOf('orders.csv') } })
})
