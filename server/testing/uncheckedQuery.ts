import { createHash } from 'node:crypto'
import type { TableName } from '../core/dataset/table.ts'
import type { DialectName, SafeQuery } from '../core/ports/queryGuard.ts'

/** A query that no guard has read, for the tests of what stands behind the guard. */
export const uncheckedQuery = (dialect: DialectName, text: string, tables: readonly TableName[] = []) =>
  ({
    dialect,
    text,
    hash: createHash('sha256').update(text).digest('hex'),
    shape: text,
    tables,
  }) as unknown as SafeQuery
