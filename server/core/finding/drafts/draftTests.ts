import type { TableName } from '../../dataset/table.ts'
import type { FaultKind } from '../../fault/faultKind.ts'
import type { Dialect, Sql } from '../../measure/dialect.ts'
import type { Case } from '../../measure/planned.ts'
import { momentSql } from '../../measure/timeSql.ts'
import type { DraftTest } from '../report.ts'
import type { Check } from './check.ts'
import { chooseCheck } from './chooseCheck.ts'

/** The check that would have caught it, as text for each tool. None without an anomaly, where the change was to be expected, or where
 * the time is a number whose unit the tools do not know. */
export const draftTests = (state: Case, kind: FaultKind | null, dialect: Dialect): readonly DraftTest[] => {
  const tellsDays = state.focus.timeColumn?.kind !== 'integer'
  const check = state.anomalous && tellsDays && kind !== 'expectedChange' ? chooseCheck(state, kind, dialect) : null
  if (!check) return []
  return [dbt(state, check, dialect), greatExpectations(state, check), soda(state, check, dialect)]
}

/** A day's rows by their time, between two texts that the tool fills in. */
export const dayWhere = (
  { focus: { timeColumn } }: Case,
  dialect: Dialect,
  [day, next]: readonly [string, string],
): Sql => {
  if (!timeColumn) return '1 = 1'
  const time = momentSql(timeColumn, dialect)
  return `${time} >= ${timeSql(timeColumn.kind, day)} AND ${time} < ${timeSql(timeColumn.kind, next)}`
}

export const timeSql = (kind: string | undefined, day: string): Sql => {
  if (kind === 'date') return `DATE '${day}'`
  return kind === 'timestamptz' ? `TIMESTAMP WITH TIME ZONE '${day} 00:00:00+00'` : `TIMESTAMP '${day} 00:00:00'`
}

const file = (check: Check, folder: string, ending: string) => `${folder}/${check.name}.${ending}`

const dbt = (state: Case, check: Check, dialect: Dialect): DraftTest => {
  const {
    focus: { table, timeColumn },
  } = state
  const native = check.native.dbt
  if (native?.place === 'column') {
    const column = [
      `      - name: ${native.column}`,
      `        # ${check.says}`,
      '        data_tests:',
      ...native.lines.map(line => `          ${line}`),
    ]
    const lines = ['models:', `  - name: ${table.name.name}`, '    columns:', ...column]
    return { tool: 'dbt', file: 'models/schema.yml', text: ['version: 2', '', ...lines, ''].join('\n') }
  }
  if (native) {
    const source = [
      `      - name: ${table.name.name}`,
      `        # ${check.says}`,
      `        loaded_at_field: ${native.column}`,
      ...native.lines.map(line => `        ${line}`),
    ]
    const lines = ['sources:', `  - name: ${table.name.schema}`, '    tables:', ...source]
    return { tool: 'dbt', file: 'models/sources.yml', text: ['version: 2', '', ...lines, ''].join('\n') }
  }
  const ref = ({ name }: TableName) => `{{ ref('${name}') }}`
  const sql = check.failing({
    table: ref,
    where: dayWhere(state, dialect, ['{{ day }}', '{{ next_day }}']),
    end: timeSql(timeColumn?.kind, '{{ next_day }}'),
  })
  const head = timeColumn
    ? [
        '{% set yesterday = modules.datetime.date.today() - modules.datetime.timedelta(days=1) %}',
        "{% set day = modules.datetime.date.fromisoformat(var('day', yesterday.isoformat())) %}",
        '{% set next_day = day + modules.datetime.timedelta(days=1) %}',
      ]
    : []
  return {
    tool: 'dbt',
    file: file(check, 'tests', 'sql'),
    text: [`-- ${check.says} Rows that come back fail the test.`, ...head, clauses(sql), ''].join('\n'),
  }
}

/** Each clause on its own line. */
const clauses = (sql: Sql) => sql.replaceAll(/ (FROM|WHERE|GROUP BY|HAVING) (?![^(]*\))/g, '\n$1 ')

const greatExpectations = (state: Case, check: Check): DraftTest => {
  const own = check.native.greatExpectations
  const query = check.failing({
    table: ({ name }) => (name === state.focus.table.name.name ? '{batch}' : name),
    where: '1 = 1',
    end: 'CURRENT_DATE',
  })
  const expectation = own ?? {
    type: 'unexpected_rows_expectation',
    kwargs: { unexpected_rows_query: query, description: check.says },
  }
  const suite = {
    name: check.name,
    expectations: [{ ...expectation, meta: { notes: `${check.says} A batch is one day.` } }],
  }
  return {
    tool: 'greatExpectations',
    file: file(check, 'gx/expectations', 'json'),
    text: `${JSON.stringify(suite, null, 2)}\n`,
  }
}

const soda = (state: Case, check: Check, dialect: Dialect): DraftTest => {
  const { name } = state.focus.table.name
  const { timeColumn } = state.focus
  const where = dayWhere(state, dialect, ['${DAY}', '${NEXT_DAY}'])
  const failing = check.failing({ table: table => table.name, where, end: timeSql(timeColumn?.kind, '${NEXT_DAY}') })
  const filtered =
    check.native.soda !== undefined && timeColumn !== null && !check.native.soda[0]?.includes('freshness')
  const lines = check.native.soda ?? [
    '- failed rows:',
    `    name: ${JSON.stringify(check.says)}`,
    '    fail query: |',
    `      ${failing}`,
  ]
  const filter = filtered ? [`filter ${name} [daily]:`, `  where: ${where}`, ''] : []
  const text = [
    ...filter,
    `checks for ${name}${filtered ? ' [daily]' : ''}:`,
    `  # ${check.says}`,
    ...lines.map(line => `  ${line}`),
    '',
  ]
  return { tool: 'soda', file: file(check, 'checks', 'yml'), text: text.join('\n') }
}
