import type { DuckDBInstance } from '@duckdb/node-api'
import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'

/** What a reader must not be able to do; none would leave anything behind that the rollback does not take away. */
const tries: readonly (readonly [act: string, sql: string])[] = [
  ['create tables', 'CREATE TABLE dataing_probe (a INTEGER)'],
  ['create schemas', 'CREATE SCHEMA dataing_probe'],
  ['create views', 'CREATE VIEW dataing_probe AS SELECT 1'],
  ['write files', `COPY (SELECT 1) TO '/dev/null'`],
  ['list files outside the data source', `SELECT count(*) FROM glob('/*')`],
  ['attach other databases', `ATTACH ':memory:' AS dataing_probe`],
  ['change settings', 'SET threads = 1'],
  ['allow access to files', 'SET enable_external_access = true'],
]

const REMEDY = 'Let the user that Dataing runs as only read the file: chmod a-w <file>'

/** Tries each act in a transaction that is rolled back. */
export const proveDuckdbReadOnly = async (instance: DuckDBInstance): Promise<ReadOnlyProof> => {
  const canDo: string[] = []
  for (const [act, sql] of tries) if (await succeeds(instance, sql)) canDo.push(act)
  const found = nonEmpty(canDo)
  return found === null
    ? {
        readOnly: true,
        how: `The files are open for reading only, and nothing else: ${tries.length} forbidden acts were tried and refused.`,
      }
    : { readOnly: false, canDo: found, grant: REMEDY }
}

const succeeds = async (instance: DuckDBInstance, sql: string) => {
  const connection = await instance.connect()
  try {
    await connection.run('BEGIN')
    return await connection.run(sql).then(
      () => true,
      () => false,
    )
  } finally {
    await connection.run('ROLLBACK')
    connection.closeSync()
  }
}
