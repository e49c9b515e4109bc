import type { Step } from '../../core/investigation/step.ts'
import type { Append } from '../../core/ports/investigationStore.ts'
import type { CaseRef } from '../../core/shared/ids.ts'
import { jsonText } from './jsonText.ts'
import { projections } from './projections/index.ts'
import { movedOnCase, openedCase } from './projections/investigationView.ts'
import type { Projection } from './projections/projection.ts'

/** How the worker's queue takes a job inside our statement. `adapters/jobs` gives it. */
export type JobInsert = {
  /** An INSERT that reads its rows from the JSON text at `$1`. */
  readonly sql: string
  /** One element of that JSON. */
  row(ref: CaseRef, step: Step): object
}

/**
 * Saves appends in one statement, and so in one transaction and one round trip: `head` picks the winners, everything else is written for them alone,
 * jobs included. Answers the ids of the winners. The text depends only on which tables are touched, so PostgreSQL plans it once per connection.
 */
export const appendStatement = (appends: readonly Append[], jobs: JobInsert) => {
  const head = appends.some(append => append.expectedVersion === 0) ? openedCase : movedOnCase
  const parts = [...head, ...projections, jobProjection(jobs)]
    .map(part => ({ ...part, rows: appends.flatMap(append => part.rowsOf(append)) }))
    .filter(part => part.rows.length > 0)
  const ctes = parts.map(({ name, sql }, index) => `${name} AS (${sql(`$${index + 1}::json`)})`)
  return {
    name: parts.map(part => part.name).join(' '),
    text: `WITH ${ctes.join(', ')} SELECT id FROM head`,
    values: parts.map(part => jsonText(part.rows)),
  }
}

const jobProjection = (jobs: JobInsert): Projection => ({
  name: 'jobs',
  rowsOf: ({ ref, steps }) => steps.map(step => ({ id: ref.investigationId, job: jobs.row(ref, step) })),
  sql: rows =>
    jobs.sql.replaceAll(
      '$1',
      `(
    SELECT coalesce(json_agg(job), '[]') FROM json_to_recordset(${rows}) AS sent(id uuid, job json) JOIN head USING (id))`,
    ),
})
