import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAnswers } from './answers.ts'
import { openDuckDbFile, type DuckDbFile } from './duckDbFile.ts'
import { makeDemoWarehouse } from './makeDemoWarehouse.ts'
import { demoScenarios, scenarios } from './scenarios/index.ts'

const causes = Object.values(demoAnswers).map(({ cause }) => cause ?? 'noAnomaly')
const telling = new RegExp(
  ['fault', 'inject', 'anomal', 'answer', 'cause', 'scenario', '\\bF\\d\\d\\b', ...causes].join('|'),
  'i',
)
const tried = scenarios.filter(({ key }) => ['orders-user-id', 'sessions-fewer-rows', 'orders-saturday'].includes(key))

describe('the demo warehouse', () => {
  let folder: string
  let file: DuckDbFile

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dataing-test-demo-'))
    const { dataSources } = await makeDemoWarehouse(folder, tried)
    file = await openDuckDbFile(dataSources[0]?.path ?? '', 'read')
  }, 120_000)
  afterAll(async () => {
    await file.close()
    await rm(folder, { recursive: true })
  })

  test('holds about 300,000 rows in six tables over eight weeks, with their keys declared', async () => {
    const tables = ['customers', 'order_items', 'orders', 'payments', 'products', 'sessions']
    const [counted] = await file.rows(
      `SELECT ${tables.map(name => `(SELECT count(*) FROM shop.${name})`).join(' + ')} AS rows`,
    )
    expect(Number(counted?.rows)).toBeGreaterThan(280_000)
    expect(Number(counted?.rows)).toBeLessThan(320_000)
    expect(
      await file.rows(
        'SELECT min(ordered_at)::DATE::VARCHAR AS first, max(ordered_at)::DATE::VARCHAR AS last FROM shop.orders',
      ),
    ).toEqual([{ first: '2026-09-21', last: '2026-11-15' }])
    const keys = await file.rows(`SELECT constraint_type AS kind, count(*) AS keys FROM duckdb_constraints()
      WHERE schema_name = 'shop' AND constraint_type LIKE '% KEY' GROUP BY 1 ORDER BY 1`)
    expect(keys).toEqual([
      { kind: 'FOREIGN KEY', keys: 5 },
      { kind: 'PRIMARY KEY', keys: 6 },
    ])
  })

  test('is the same warehouse every time', async () => {
    expect(await file.rows('SELECT bit_xor(hash(o))::VARCHAR AS mark FROM shop.orders o')).toEqual([
      { mark: '1417999290135043963' },
    ])
  })

  test('keeps what happened in one schema out of the others', async () => {
    const nulls = (schema: string) =>
      file.rows(`SELECT round(avg((user_id IS NULL)::INT), 2) AS rate FROM ${schema}.orders
      WHERE ordered_at::DATE = '2026-11-12'`)
    expect(await nulls('shop_01')).toEqual([{ rate: 0.19 }])
    expect(await nulls('shop')).toEqual([{ rate: 0.03 }])
    expect(await nulls('shop_17')).toEqual([{ rate: 0.03 }])
  })

  test('names nothing that gives an answer away', async () => {
    const names = await file.rows(`
      SELECT concat_ws(' ', schema_name, table_name, column_name, comment, column_default) AS text FROM duckdb_columns() WHERE NOT internal
      UNION ALL SELECT concat_ws(' ', schema_name, view_name, sql, comment) FROM duckdb_views() WHERE NOT internal
      UNION ALL SELECT concat_ws(' ', schema_name, comment) FROM duckdb_schemas() WHERE NOT internal`)
    expect(names.length).toBeGreaterThan(100)
    expect(names.filter(({ text }) => telling.test(String(text)))).toEqual([])
    expect(telling.test('main.nullFromRelease')).toBe(true)
    expect(await file.rows('SELECT function_name FROM duckdb_functions() WHERE NOT internal')).toEqual([])
  })

  test('lies alone in its folder, and the answers cannot be read through it', async () => {
    expect(await readdir(folder)).toEqual(['warehouse.duckdb'])
    const answers = join(import.meta.dirname, 'answers.ts')
    const read = async (access: 'true' | 'false') => {
      const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'), {
        access_mode: 'READ_ONLY',
        enable_external_access: access,
      })
      const connection = await instance.connect()
      try {
        return (await connection.runAndReadAll(`SELECT content FROM read_text('${answers}')`)).currentRowCount
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    }
    await file.close()
    await expect(read('false')).rejects.toThrow(/disabled/)
    expect(await read('true')).toBe(1)
    file = await openDuckDbFile(join(folder, 'warehouse.duckdb'), 'read')
  })
})

test('every scenario has its answer and every answer its scenario', () => {
  expect(demoScenarios.map(({ key }) => key).toSorted()).toEqual(Object.keys(demoAnswers).toSorted())
  expect(new Set(Object.values(demoAnswers).map(({ cause }) => cause)).size).toBe(18)
})

test('what is told to the product names no cause', () => {
  expect(
    demoScenarios.filter(scenario =>
      telling.test(JSON.stringify({ ...scenario.question, title: scenario.title, key: scenario.key })),
    ),
  ).toEqual([])
})

test('only tests and benchmarks import the answers', () => {
  const root = join(import.meta.dirname, '..')
  const sources = globSync('{server,demo,scripts,client}/**/*.{ts,mjs,vue}', { cwd: root })
  const importers = sources.filter(path => /['"/]answers\.ts'/.test(readFileSync(join(root, path), 'utf8')))
  expect(importers).toContain('demo/makeDemoWarehouse.test.ts')
  expect(importers.filter(path => !path.endsWith('.test.ts'))).toEqual([])
})
