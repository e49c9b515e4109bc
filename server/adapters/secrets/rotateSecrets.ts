import type pg from 'pg'
import { createSecretBox, keyId } from './secretBox.ts'
import { sealedColumns, type SealedColumn } from './sealedColumns.ts'

/** `unreadable`: sealed by a key that was not given; they stay as they are. */
export type Rotated = { readonly title: string; readonly resealed: number; readonly unreadable: number }

type Keys = {
  readonly pool: Pick<pg.Pool, 'query'>
  readonly key: Uint8Array
  readonly olderKeys: readonly Uint8Array[]
}
type Row = { readonly key: string; readonly tenant: string; readonly sealed: Buffer }

const AT_ONCE = 100
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Seals anew what older keys sealed, a hundred at a time, while others read and write: a row that somebody saves meanwhile keeps what they saved. Whoever
 * stops it goes on where it was, since what is done is no longer found. Tells after each hundred.
 */
export async function* rotateSecrets(keys: Keys): AsyncGenerator<Rotated> {
  for (const column of sealedColumns) yield* rotateColumn(column, keys)
}

async function* rotateColumn(at: SealedColumn, { pool, key, olderKeys }: Keys): AsyncGenerator<Rotated> {
  const box = createSecretBox(key, olderKeys)
  const { table, column } = at
  // The second to fifth bytes name the key.
  const select = `SELECT ${at.key} AS key, ${at.tenant} AS tenant, ${column} AS sealed FROM ${table}
    WHERE octet_length(${column}) > 0 AND substring(${column} FROM 2 FOR 4) <> $1 AND ${at.key} > $2 ORDER BY ${at.key} LIMIT ${AT_ONCE}`
  const [told, last] = [{ resealed: 0, unreadable: 0 }, { key: FIRST }]
  for (;;) {
    const { rows } = await pool.query<Row>(select, [keyId(key), last.key])
    for (const row of rows) {
      const place = at.place(row.tenant, row.key)
      const opened = box.open(place, row.sealed)
      if (!opened.ok) told.unreadable++
      else {
        const update = `UPDATE ${table} SET ${column} = $1 WHERE ${at.key} = $2 AND ${column} = $3`
        told.resealed +=
          (await pool.query(update, [Buffer.from(box.seal(place, opened.value)), row.key, row.sealed])).rowCount ?? 0
      }
      last.key = row.key
    }
    yield { title: at.title, ...told }
    if (rows.length < AT_ONCE) return
  }
}
