import type { DialectName, GuardRefusal, QueryGuard, QueryOrigin, SafeQuery } from '../../../core/ports/queryGuard.ts'
import type { Result } from '../../../core/shared/result.ts'
import { warehouseContext } from './warehouse.ts'

type Asked = { readonly dialect: DialectName; readonly sql: string }
export type Verdict<T> = T & { readonly verdict: Result<SafeQuery, GuardRefusal>; readonly ms: number }

const dialects: readonly DialectName[] = ['duckdb', 'postgres', 'mysql', 'redshift', 'trino', 'snowflake', 'bigquery']
const contexts = new Map(dialects.map(dialect => [dialect, warehouseContext(dialect)]))

/** Asks the guard about each text in turn, with the time it took. */
export const verdictsOn = async <T extends Asked>(
  guard: QueryGuard,
  list: readonly T[],
  origin: QueryOrigin = 'untrusted',
): Promise<readonly Verdict<T>[]> => {
  const verdicts: Verdict<T>[] = []
  for (const item of list) {
    const started = performance.now()
    const verdict = await guard.check(item.sql, {
      dialect: item.dialect,
      context: contexts.get(item.dialect) ?? warehouseContext(item.dialect),
      origin,
    })
    verdicts.push({ ...item, verdict, ms: performance.now() - started })
  }
  return verdicts
}
