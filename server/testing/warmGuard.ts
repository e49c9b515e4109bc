import type { QueryGuard } from '../core/ports/queryGuard.ts'

const table = {
  name: { schema: 'main', name: 't' },
  isView: false,
  primaryKey: null,
  foreignKeys: [],
  rowEstimate: null,
  columns: [{ name: 'id', nativeType: 'INTEGER', kind: 'integer', nullable: true, distinctEstimate: null }],
} as const

/** Lets the guard's worker start, which takes seconds on a busy machine: for `beforeAll`. */
export const warmGuard = (guard: QueryGuard) =>
  guard.check('SELECT 1', { dialect: 'duckdb', context: { tables: [table] } })
