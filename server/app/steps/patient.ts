import type { Table, TableName } from '../../core/dataset/table.ts'
import type { DataSource, DataSourceProblem, TableSummary } from '../../core/ports/dataSource.ts'
import type { NonEmpty } from '../../core/shared/nonEmpty.ts'
import type { Result } from '../../core/shared/result.ts'
import { change } from '../change.ts'
import { TryAgain } from './ask.ts'
import type { ContextWork } from './work.ts'

/** What a data source tells of its tables; what cannot be had is tried again, or ends the case. */
export type Catalogue = {
  readonly listTables: () => Promise<readonly TableSummary[]>
  readonly describe: (tables: NonEmpty<TableName>) => Promise<readonly Table[]>
}

/** The catalogue of a data source. What does not come in time is a fact, so that a data source which answers nothing is not waited for again and again. */
export const patient = ({ ref, tools: { store } }: ContextWork, source: DataSource): Catalogue => {
  const must = async <Value>(what: string, read: Promise<Result<Value, DataSourceProblem>>): Promise<Value> => {
    const found = await read
    if (found.ok) return found.value
    const { code, message } = found.problem
    if (code === 'timed-out') await change(store)(ref, { type: 'RecordLateCatalogue', late: { what, message } })
    throw new TryAgain(found.problem)
  }
  return {
    listTables: () => must('The list of its tables', source.listTables()),
    describe: tables => must('The columns of its tables', source.describe(tables)),
  }
}
