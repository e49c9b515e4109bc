import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createDataSourceKinds } from './createDataSourceKinds.ts'
import { dataSources } from './index.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 256, threads: 1 },
}
const kinds = createDataSourceKinds(dataSources, options)

const isDefinition = (value: unknown): value is { kind: string } =>
  typeof value === 'object' && value !== null && 'kind' in value && 'connect' in value

test('every kind of data source in this folder is in the list', async () => {
  const files = (await readdir(import.meta.dirname)).filter(
    file => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts',
  )
  const load = (file: string): Promise<Record<string, unknown>> =>
    import(/* @vite-ignore */ new URL(file, import.meta.url).href)
  const exported = await Promise.all(files.map(async file => Object.values(await load(file))))
  const found = exported
    .flat()
    .filter(isDefinition)
    .map(({ kind }) => kind)
  expect(found.toSorted()).toEqual(['bigquery', 'duckdb', 'mysql', 'postgres', 'redshift', 'snowflake', 'trino'])
  expect(dataSources.map(({ kind }) => kind)).toEqual(found.toSorted())
})

test('every setting has a label, a description and an example, and names say which are secret', () => {
  const meta = z.object({
    label: z.string(),
    description: z.string(),
    example: z.union([z.string(), z.number()]),
    secret: z.boolean().optional(),
  })
  const shape = z.object({ properties: z.record(z.string(), meta) })
  const settings = kinds.kinds.flatMap(({ kind, settingsSchema }) =>
    Object.entries(shape.parse(settingsSchema).properties).map(([name, { secret }]) => ({
      name: `${kind} ${name}`,
      secret,
    })),
  )
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    'bigquery key',
    'mysql password',
    'postgres password',
    'redshift password',
    'snowflake privateKey',
    'snowflake passphrase',
    'snowflake password',
    'trino password',
    'trino token',
  ])
})

test('each kind serves its settings as JSON Schema', () => {
  expect(kinds.kinds.map(({ kind, label }) => [kind, label])).toEqual([
    ['bigquery', 'Google BigQuery'],
    ['duckdb', 'DuckDB, CSV or Parquet'],
    ['mysql', 'MySQL or MariaDB'],
    ['postgres', 'PostgreSQL'],
    ['redshift', 'Amazon Redshift'],
    ['snowflake', 'Snowflake'],
    ['trino', 'Trino'],
  ])
  expect(kinds.kinds[3]?.settingsSchema).toMatchObject({
    type: 'object',
    required: ['host', 'database', 'user', 'password'],
    additionalProperties: false,
    properties: {
      port: { type: 'integer', default: 5432 },
      ssl: { enum: ['disable', 'require', 'verify-full'] },
      password: { secret: true },
    },
  })
})

const login = { host: 'db', database: 'shop', user: 'reader', password: 'planted-canary' }

const warehouse = {
  account: 'ACME-TEST',
  user: 'READER',
  privateKey: 'planted-canary',
  role: 'READER',
  warehouse: 'WH',
  database: 'SHOP',
}

test('secret settings are parted from the others', () => {
  expect(kinds.parse('postgres', login)).toEqual({
    ok: true,
    value: {
      kind: 'postgres',
      settings: { host: 'db', port: 5432, database: 'shop', user: 'reader', ssl: 'require' },
      secrets: { password: 'planted-canary' },
    },
  })
})

test.each([
  ['postgres', { ...login, host: '/var/run/postgresql' }, ['settings', 'host']],
  ['postgres', { ...login, host: 'a,b' }, ['settings', 'host']],
  ['postgres', { ...login, port: 70_000 }, ['settings', 'port']],
  ['postgres', { ...login, ssl: 'planted-canary' }, ['settings', 'ssl']],
  ['postgres', { ...login, service: 'x' }, ['settings']],
  ['postgres', { ...login, password: 1 }, ['settings', 'password']],
  ['postgres', null, ['settings']],
  ['snowflake', { ...warehouse, account: 'https://acme.snowflakecomputing.com' }, ['settings', 'account']],
  ['snowflake', { ...warehouse, role: '' }, ['settings', 'role']],
  ['bigquery', { project: 'acme`', datasets: 'shop' }, ['settings', 'project']],
  ['bigquery', { project: 'acme', datasets: 'shop; DROP' }, ['settings', 'datasets']],
  ['duckdb', { path: ' ' }, ['settings', 'path']],
  ['duckdb', {}, ['settings', 'path']],
  ['oracle', {}, ['kind']],
])('settings of %s are refused where %o', (kind, settings, path) => {
  const parsed = kinds.parse(kind, settings)
  const faults = parsed.ok ? [] : parsed.problem.faults
  expect(faults.map(fault => fault.path)).toEqual([path])
  expect(JSON.stringify(faults)).not.toContain('planted-canary')
})
