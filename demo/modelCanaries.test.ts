import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { investigateWith } from '../server/testing/modelShop.ts'
import { answering, prediction, proposal, toolOf } from '../server/testing/scripts.ts'
import { openDuckDbFile } from './duckDbFile.ts'
import { makeDemoWarehouse } from './makeDemoWarehouse.ts'
import { demoScenarios, scenarios } from './scenarios/index.ts'

vi.setConfig({ testTimeout: 240_000 })

const tried = scenarios.filter(({ key }) => ['orders-user-id', 'sessions-fewer-rows'].includes(key))

/** Writes a text of its own into three rows of every column of text of every table, less those that keys hold. */
const plantCanaries = async (path: string): Promise<readonly string[]> => {
  const file = await openDuckDbFile(path)
  const columns =
    await file.rows(`SELECT schema_name AS s, table_name AS t, column_name AS c FROM duckdb_columns() JOIN duckdb_tables() USING (schema_name, table_name)
    WHERE NOT duckdb_columns.internal AND data_type = 'VARCHAR' AND NOT EXISTS (SELECT 1 FROM duckdb_constraints() AS k
      WHERE k.schema_name = duckdb_columns.schema_name AND k.table_name = duckdb_columns.table_name AND list_contains(k.constraint_column_names, column_name))`)
  const planted: string[] = []
  for (const { s, t, c } of columns) {
    const text = `CANARY-${String(s)}-${String(t)}-${String(c)}`
    await file.run(
      `UPDATE "${String(s)}"."${String(t)}" SET "${String(c)}" = '${text}' WHERE rowid IN (SELECT rowid FROM "${String(s)}"."${String(t)}" ORDER BY hash(rowid) LIMIT 3)`,
    )
    planted.push(text)
  }
  await file.close()
  return planted
}

test('of canaries in every table of the demo none is in a payload, whatever is asked about', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dataing-test-canaries-'))
  try {
    const path = (await makeDemoWarehouse(folder, tried)).dataSources[0]?.path ?? ''
    const planted = await plantCanaries(path)
    expect(new Set(planted.map(text => text.split('-')[2])).size).toBeGreaterThanOrEqual(5)
    for (const { question } of demoScenarios.filter(({ key }) => tried.some(scenario => scenario.key === key))) {
      const curious = prediction({
        sql: `SELECT count(*) FROM ${question.table.schema}.${question.table.name} WHERE {{rows}}`,
        unit: 'count',
      })
      const { received, finding } = await investigateWith(
        { path, question },
        { script: answering({ propose: proposal(curious) }), sharing: 'masked' },
      )
      expect(finding).not.toBeNull()
      expect(received.map(({ body }) => toolOf(body))).toContain('draft_report')
      expect(received.flatMap(({ bytes }) => planted.filter(text => bytes.includes(text)))).toEqual([])
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})
