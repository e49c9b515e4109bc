import type { ColumnKind, ConditionInput, InvestigationStartInput, MetricKind } from '../gql/graphql.ts'
import { splitTable } from '../dataSource/useTableColumns.ts'
import { metricWords } from './words.ts'

/** What the person has typed so far. Nothing of it is dropped when another metric is chosen. */
export type StartForm = {
  dataSourceId: string
  table: string
  kind: MetricKind
  columns: string[]
  where: ConditionInput
  day: string
  timeColumn: string
  timeZone: string
  wholeTable: boolean
  teamId: string
}

export const FIELDS = [
  'dataSourceId',
  'schema',
  'table',
  'kind',
  'columns',
  'where',
  'day',
  'timeColumn',
  'timeZone',
  'wholeTable',
  'teamId',
]
export const METRICS: readonly MetricKind[] = [
  'NULL_RATE',
  'ROW_COUNT',
  'SUM',
  'AVERAGE',
  'DISTINCT_COUNT',
  'DUPLICATE_RATE',
  'FRESHNESS',
  'SHARE',
  'MINIMUM',
  'MAXIMUM',
]

const NUMBERS: readonly ColumnKind[] = ['INTEGER', 'DECIMAL']
const TIMES: readonly ColumnKind[] = ['DATE', 'TIMESTAMP', 'TIMESTAMPTZ']

const isTimeColumn = (kind: ColumnKind) => TIMES.includes(kind)

/** Names that say that a text tells a time. */
const saysTime = /(^|_)(at|on|ts|date|day|time|datetime|timestamp)$|[a-z](At|On|Date|Time)$/

type NamedColumn = { readonly name: string; readonly kind: ColumnKind }

/** The columns that may place a row in time: times, then numbers and texts that may tell one; of the texts, those named like a time first. */
export const timeOptions = (columns: readonly NamedColumn[]) => {
  const of = (kinds: readonly ColumnKind[], told: string) =>
    columns.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => ({ value: name, label: `${name}${told}` }))
  const isNamed = ({ value }: { readonly value: string }) => Number(saysTime.test(value))
  return [
    ...of(TIMES, ''),
    ...of(['INTEGER'], ' (counts time since 1970)'),
    ...of(['TEXT'], ' (text like 2026-06-10 12:34:56)').toSorted((a, b) => isNamed(b) - isNamed(a)),
  ]
}

/** Whether the metric can be taken of such a column. */
export const fitsMetric = (metric: MetricKind, kind: ColumnKind) => {
  if (metric === 'SUM' || metric === 'AVERAGE') return NUMBERS.includes(kind)
  if (metric === 'MINIMUM' || metric === 'MAXIMUM') return NUMBERS.includes(kind) || isTimeColumn(kind)
  return true
}

/** The first thing still missing, by field; empty when the form can be sent. */
export const missingParts = (form: StartForm): Record<string, string> => {
  const needs = metricWords[form.kind].columns
  if (form.dataSourceId === '') return { dataSourceId: 'Choose a data source.' }
  if (form.table === '') return { table: 'Choose a table.' }
  if (needs === 'one' && form.columns.length === 0) return { columns: 'Choose the column.' }
  if (needs === 'condition' && form.where.column === '') return { where: 'Choose the column the condition speaks of.' }
  if (needs === 'condition' && form.where.values.every(value => value === '')) return { where: 'Say which value.' }
  if (form.day === '') return { day: 'Choose the day.' }
  return {}
}

export const startInput = (form: StartForm, clientId: string): InvestigationStartInput => {
  const { schema, name } = splitTable(form.table)
  const needs = metricWords[form.kind].columns
  const columns = needs === 'one' ? form.columns.slice(0, 1) : needs === 'several' ? form.columns : []
  return {
    clientId,
    dataSourceId: form.dataSourceId,
    schema,
    table: name,
    day: form.day,
    wholeTable: form.wholeTable,
    metric: {
      kind: form.kind,
      ...(columns.length > 0 ? { columns } : {}),
      ...(needs === 'condition' ? { where: form.where } : {}),
    },
    timeColumn: form.timeColumn === '' || form.wholeTable ? null : form.timeColumn,
    timeZone: form.timeZone === '' ? null : form.timeZone,
    teamId: form.teamId === '' ? null : form.teamId,
  }
}
