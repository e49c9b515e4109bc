import type { Append } from '../../../core/ports/investigationStore.ts'

/**
 * One piece of the single statement that saves appends: a CTE that writes one table from the rows of a JSON parameter.
 * Rows carry the case as `id`; the SQL joins them to `head` (id, tenant_id), which holds only the cases whose append won.
 */
export type Projection = {
  /** The CTE's name, unique in the statement. */
  readonly name: string
  rowsOf(append: Append): readonly object[]
  /** `rows` is the JSON parameter, fit for json_to_recordset. */
  sql(rows: string): string
}
