import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'
import { describeTables, listTables } from './describeTrino.ts'
import { runTrino, TrinoFailure, type TrinoLink } from './trinoStatement.ts'

const TRIED_TABLES = 5

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** The server checks the right of a statement that it only validates; nothing is run. */
const isAllowed = async (link: TrinoLink, statement: string) => {
  try {
    await runTrino(link, `EXPLAIN (TYPE VALIDATE) ${statement}`)
    return true
  } catch (error) {
    if (!(error instanceof TrinoFailure)) throw error
    return error.errorName !== 'PERMISSION_DENIED' && error.errorName !== 'NOT_SUPPORTED'
  }
}

/** Has the server validate what a reader must not be able to do. Connectors that cannot write count as reading only. */
export const proveTrinoReadOnly = async (link: TrinoLink): Promise<ReadOnlyProof> => {
  const { user, catalog, schema } = link.settings
  const canDo: string[] = []
  const place = `${quoted(catalog)}.${quoted(schema)}`
  if (await isAllowed(link, `CREATE TABLE ${place}.dataing_probe AS SELECT 1 AS a`))
    canDo.push(`create tables in the schema ${schema}`)
  const tables = (await listTables(link)).filter(({ isView }) => !isView).slice(0, TRIED_TABLES)
  for (const { name } of tables) {
    const [column] = (await describeTables(link, [name]))[0]?.columns ?? []
    const table = `${quoted(catalog)}.${quoted(name.schema)}.${quoted(name.name)}`
    const tries = [
      ['insert', `INSERT INTO ${table} SELECT * FROM ${table} WHERE FALSE`],
      ['delete', `DELETE FROM ${table} WHERE FALSE`],
      ...(column ? [['update', `UPDATE ${table} SET ${quoted(column.name)} = NULL WHERE FALSE`] as const] : []),
    ] as const
    const done: string[] = []
    for (const [act, statement] of tries) if (await isAllowed(link, statement)) done.push(act)
    if (done.length > 0) canDo.push(`${done.join(', ')} in ${name.schema}.${name.name}`)
  }
  const found = nonEmpty(canDo)
  if (found === null)
    return {
      readOnly: true,
      how: `The user ${user} may only read: the server refuses to validate creating, inserting, changing and deleting.`,
    }
  // Rights are given by the cluster's access control, of which the file is the plainest kind.
  return { readOnly: false, canDo: found, grant: JSON.stringify({ catalogs: [{ user, catalog, allow: 'read-only' }] }) }
}
