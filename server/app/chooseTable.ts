import { sameTable, tableText, type TableName } from '../core/dataset/table.ts'
import type { LoginReport, TableSummary } from '../core/ports/dataSource.ts'
import { failed, skipped, type StepOutcome } from '../core/ports/testStep.ts'
import { closest } from '../core/shared/closest.ts'

/**
 * The table to try: the one that was asked for, else any, rather a table than a view. What cannot be tried is told apart: a name that nothing has, a
 * table that is there and hidden from the login, and one of which the server does not tell.
 */
export const chooseTable = (
  tables: readonly TableSummary[],
  login: LoginReport | null,
  wanted: TableName | null,
): TableSummary | StepOutcome => {
  if (wanted === null)
    return tables.find(({ isView }) => !isView) ?? tables[0] ?? skipped('There is no table that the login could read.')
  const found = tables.find(({ name }) => sameTable(name, wanted))
  if (found !== undefined) return found
  const name = tableText(wanted)
  if (login?.hidden?.some(hidden => sameTable(hidden, wanted)) === true) {
    return failed({
      message: `${name} exists, but the login may not read it.`,
      remedy: `Let ${login.name} read it.`,
      grant: login.grant,
      retryable: false,
    })
  }
  const [like] = closest(
    name,
    tables.map(table => tableText(table.name)),
  )
  const remedy =
    like === undefined ? 'Check how schema and table are spelled, capitals included.' : `Did you mean ${like}?`
  return failed(
    login !== null && login.hidden === null
      ? {
          message: `The login sees no table ${name}. This server does not tell whether it exists.`,
          remedy: `${remedy} If the name is right, let the login read it.`,
          retryable: false,
        }
      : { message: `There is no table ${name}.`, remedy, retryable: false },
  )
}
