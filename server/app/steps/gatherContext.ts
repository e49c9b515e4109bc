import type { Command } from '../../core/investigation/command.ts'
import { findContext } from '../../core/dataset/findContext.ts'
import type { Focus } from '../../core/dataset/focus.ts'
import { neighboursOf, registersOf, strangersOf } from '../../core/dataset/neighbours.ts'
import { sameTable, type Table, type TableName } from '../../core/dataset/table.ts'
import { metricColumns } from '../../core/metric/metric.ts'
import type { Question } from '../../core/metric/question.ts'
import { DEFAULT_PRIVACY, maskedIn } from '../../core/privacy/privacy.ts'
import { changeTime, differenceText, type SchemaPast } from '../../core/schemaHistory/schemaChange.ts'
import { nonEmpty, type NonEmpty } from '../../core/shared/nonEmpty.ts'
import { upstreamOf } from '../../core/measure/upstream.ts'
import type { ContextWork, Performed } from './work.ts'
import { toldBehind, toldUpstream, type Told } from './toldUpstream.ts'
import { openSource } from './ask.ts'
import { patient, type Catalogue } from './patient.ts'

const failed = (reason: Extract<Command, { type: 'FailInvestigation' }>['reason'], message: string): Performed => ({
  command: { type: 'FailInvestigation', reason, message },
})

/** Neighbouring tables described beside the alerted one. */
const mostNeighbours = 30
/** Reads the schema: the alerted table and its neighbours. Without it the case stops here. */
export const gatherContext = async (work: ContextWork): Promise<Performed> => {
  const { question } = work.state
  if (!question) throw new Error('The case has no question')
  const opened = await openSource(work)
  if (!opened.ok) return failed('data-source-unreachable', opened.problem.message)
  const source = patient(work, opened.value)
  const listed = await source.listTables()
  const told = { lineage: work.tools.lineage, place: { ...work.ref, dataSourceId: question.dataSourceId } }
  const isThere = (name: TableName) => listed.some(listed => sameTable(listed.name, name))
  const upstream = await toldUpstream(told, question.table)
  const there = upstream.tables.filter(isThere)
  const beside = neighboursOf(
    question.table,
    listed.map(({ name }) => name),
    mostNeighbours,
  ).filter(name => !there.some(known => sameTable(known, name)))
  const names = nonEmpty([question.table, ...there, ...beside])
  if (!names) throw new Error('There is always the table itself')
  const tables = await describedWith(
    source,
    names,
    listed.map(({ name }) => name),
  )
  const found = findContext(question, tables)
  const past = await pastOf(work, question, tables)
  if (!found.ok) return failed(found.problem.reason, [found.problem.message, ...whatBecame(question, past)].join(' '))
  const hidden = await hiddenOf(work, question, found.value)
  const behind =
    there.length > 0
      ? { upstream: there, edges: upstream.edges }
      : await behindInferred(question, found.value, { told, isThere, describe: source.describe })
  const focus = { ...found.value, ...hidden, ...behind, past }
  const strange = nonEmpty(
    isTold(focus, question)
      ? []
      : strangersOf(
          question.table,
          tables.map(({ name }) => name),
          listed,
        ),
  )
  const strangers = strange && (await source.describe(strange))
  return {
    command: { type: 'RecordContext', focus: { ...focus, ...(strangers && { strangers }) } },
  }
}

/** Whether it is known, or seems by names, what the table is made from; without a time, what others hold cannot be compared. */
const isTold = (focus: Focus, { metric }: Question) =>
  focus.timeColumn === null || (focus.upstream ?? []).length > 0 || upstreamOf(focus, metric).length > 0

/** These tables, and those of other schemas that the first of them speaks of. */
const describedWith = async (
  { describe }: Catalogue,
  names: NonEmpty<TableName>,
  all: readonly TableName[],
): Promise<readonly Table[]> => {
  const described = await describe(names)
  const table = described.find(({ name }) => sameTable(name, names[0]))
  const registers = nonEmpty(table ? registersOf(table, names, all) : [])
  return [...described, ...(registers ? await describe(registers) : [])]
}

type Reach = {
  readonly told: Told
  readonly isThere: (name: TableName) => boolean
  readonly describe: Catalogue['describe']
}

/** Where nobody told what the table is made from, what was told of the tables that it seems to be made from; their tables are described as well. */
const behindInferred = async (
  question: Question,
  focus: Focus,
  { told, isThere, describe }: Reach,
): Promise<Partial<Pick<Focus, 'parents' | 'upstream' | 'edges'>>> => {
  const near = upstreamOf(focus, question.metric).map(({ table }) => table.name)
  const followed = await toldBehind(told, focus.table.name, near)
  if (!followed) return {}
  const upstream = followed.tables.filter(isThere)
  const unknown = nonEmpty(upstream.filter(name => !focus.parents.some(parent => sameTable(parent.name, name))))
  const more = unknown ? await describe(unknown) : []
  return { upstream, edges: followed.edges, parents: [...focus.parents, ...more] }
}

/** What the tenant lets nobody see of the table. */
const hiddenOf = async (
  { ref, tools }: ContextWork,
  { dataSourceId }: Question,
  { table }: Pick<Focus, 'table'>,
): Promise<Pick<Focus, 'masked' | 'withoutRows'>> => {
  const privacy = (await tools.privacy?.of(ref.tenantId)) ?? DEFAULT_PRIVACY
  const masked = maskedIn(privacy, dataSourceId).filter(name => table.columns.some(column => column.name === name))
  return { ...(masked.length > 0 && { masked }), ...(!privacy.showsRows && { withoutRows: true }) }
}

/** How far back a change of the schema is looked for, in days before the alert's. */
const pastDays = 60

/** What became of a table or a column that is asked for and is not there, where the schema's past knows. */
const whatBecame = ({ table, metric }: Question, { changes }: SchemaPast): readonly string[] =>
  changes
    .filter(
      change =>
        sameTable(change.table, table) &&
        (change.kind === 'tableRemoved' ||
          metricColumns(metric).some(name => name === change.before || name === change.column)),
    )
    .map(change => `${differenceText(change)}, ${changeTime(change)}.`)

/** Keeps the make of these tables as it is now, and tells what happened to it since well before the alert. */
const pastOf = async (
  { ref, tools: { history, now } }: ContextWork,
  { dataSourceId, day, table }: Question,
  tables: readonly Table[],
): Promise<SchemaPast> => {
  const place = { tenantId: ref.tenantId, dataSourceId }
  await history.record(place, { at: now(), tables, isWhole: false })
  return history.past(place, {
    tables: [...tables.map(({ name }) => name).filter(name => !sameTable(name, table)), table],
    since: new Date(Date.parse(day) - pastDays * 86_400_000),
  })
}
