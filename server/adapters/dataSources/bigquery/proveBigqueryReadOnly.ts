import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'
import { reasonOf } from './bigqueryProblem.ts'
import { describeTables, listTables } from './describeBigquery.ts'
import { datasetsOf, type OpenBigquery } from './openBigquery.ts'
import { preview } from './runJob.ts'

const TRIED_TABLES = 5
const TRY_MS = 30_000
/** What a reader hears; in a project without billing nobody may write. */
const REFUSED = ['accessDenied', 'billingNotEnabled']

const quoted = (name: string) => `\`${name}\``

/** The rights of a statement are checked in a dry run too, which runs nothing. */
const isAllowed = async (open: OpenBigquery, text: string, signal: AbortSignal) => {
  try {
    await preview(open, { text, dataset: null, timeoutMs: TRY_MS }, signal)
    return true
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === null) throw error
    return !REFUSED.includes(reason)
  }
}

/** Has BigQuery look at what a reader must not be able to do: making, filling, changing and emptying tables. */
export const proveBigqueryReadOnly = async (open: OpenBigquery, signal: AbortSignal): Promise<ReadOnlyProof> => {
  const canDo: string[] = []
  for (const dataset of datasetsOf(open.settings)) {
    if (await isAllowed(open, `CREATE TABLE ${quoted(dataset)}.dataing_probe AS SELECT 1 AS a`, signal))
      canDo.push(`create tables in the dataset ${dataset}`)
  }
  const tables = nonEmpty(
    (await listTables(open, signal))
      .filter(({ isView }) => !isView)
      .slice(0, TRIED_TABLES)
      .map(({ name }) => name),
  )
  for (const {
    name: { schema, name },
    columns: [column],
  } of tables === null ? [] : await describeTables(open, tables, signal)) {
    const table = `${quoted(schema)}.${quoted(name)}`
    const tries = [
      ['insert', `INSERT INTO ${table} SELECT * FROM ${table} WHERE FALSE`],
      ['delete', `DELETE FROM ${table} WHERE FALSE`],
      ['update', `UPDATE ${table} SET ${quoted(column.name)} = NULL WHERE FALSE`],
    ] as const
    const done: string[] = []
    for (const [act, text] of tries) if (await isAllowed(open, text, signal)) done.push(act)
    if (done.length > 0) canDo.push(`${done.join(', ')} in ${schema}.${name}`)
  }
  const found = nonEmpty(canDo)
  if (found === null)
    return {
      readOnly: true,
      how: 'The account may only read: BigQuery refuses it to create, insert, change and delete, as dry runs of each showed.',
    }
  return { readOnly: false, canDo: found, grant: readerGrant(open) }
}

/** An account reads with these two roles, and with no other. */
const readerGrant = ({ settings, account }: OpenBigquery) => {
  const member = `serviceAccount:${account?.email ?? 'ACCOUNT'}`
  return [
    ...datasetsOf(settings).map(
      dataset => `GRANT \`roles/bigquery.dataViewer\` ON SCHEMA \`${settings.project}\`.\`${dataset}\` TO "${member}";`,
    ),
    `gcloud projects add-iam-policy-binding ${settings.project} --member="${member}" --role=roles/bigquery.jobUser`,
  ].join('\n')
}
