import type { Command } from '../../core/investigation/command.ts'
import { findContext } from '../../core/dataset/findContext.ts'
import { nonEmpty } from '../../core/shared/nonEmpty.ts'
import type { Performed, Work } from './work.ts'
import { openSource, TryAgain } from './ask.ts'

const failed = (reason: Extract<Command, { type: 'FailInvestigation' }>['reason'], message: string): Performed => ({ command: { type: 'FailInvestigation', reason, message } })

/** Neighbouring tables described beside the alerted one. */
const mostNeighbours = 30

/** Reads the schema: the alerted table and its neighbours. Without it the case stops here. */
export const gatherContext = async (work: Work): Promise<Performed> => {
  const { question } = work.state
  if (!question) throw new Error('The case has no question')
  const opened = await openSource(work)
  if (!opened.ok) return failed('data-source-unreachable', opened.problem.message)
  const listed = await opened.value.listTables()
  if (!listed.ok) throw new TryAgain(listed.problem)
  const beside = listed.value.map(({ name }) => name).filter(({ schema, name }) => schema === question.table.schema && name !== question.table.name)
  const names = nonEmpty([question.table, ...beside.slice(0, mostNeighbours)])
  if (!names) throw new Error('There is always the table itself')
  const described = await opened.value.describe(names)
  if (!described.ok) throw new TryAgain(described.problem)
  const found = findContext(question, described.value)
  return found.ok ? { command: { type: 'RecordContext', focus: found.value } } : failed(found.problem.reason, found.problem.message)
}
