import type { Column, Table } from '../../dataset/table.ts'
import { dayText } from '../../shared/calendar.ts'
import { answerRows } from '../answerRows.ts'
import { readIn, timeColumnOf, timeTextOf } from '../../dataset/timeColumn.ts'
import type { Case, Scan } from '../planned.ts'
import { tableSql } from '../sql.ts'
import { readOnce } from '../timeSql.ts'
import { windowsOf, windowsSql } from '../windows.ts'

const mostSiblings = 4

/** What places the rows of a table beside in time. */
const timeOf = (table: Table): Column | null => timeColumnOf(table) ?? timeTextOf(table)

/** Tables beside the alerted one whose rows have a time of their own. */
const timed = ({ focus }: Case): readonly Table[] =>
  focus.parents.filter(table => timeOf(table) !== null).slice(0, mostSiblings)

/** Rows of neighbouring tables in the same windows: when all moved together, it is the business and not one table. */
export const siblings: Scan = {
  name: 'siblings',
  after: [],
  applies: state => timed(state).length > 0 && state.focus.timeColumn !== null,
  plan: (state, dialect) => {
    const { question, anomaly } = state
    const windows = windowsOf(question, anomaly)
    const parts = timed(state).map((table, index) => {
      const time = timeOf(table)
      const place = { table, parents: [], timeColumn: time && readIn(time, question) }
      return readOnce(place, dialect, focus => {
        const { where, code } = windowsSql({ ...windows, placebo: [] }, { question, focus, dialect })
        const rows = `SELECT ${code} AS w FROM ${tableSql(table.name)} WHERE ${where}`
        return { sql: `SELECT ${index} AS sibling, w, count(*) AS n FROM (${rows}) AS s${index} GROUP BY w` }
      }).sql
    })
    return {
      purpose: `Rows of neighbouring tables: ${dayText(question.day)} against normal days`,
      maxRows: parts.length * 2,
      sql: parts.join(' UNION ALL '),
    }
  },
  read: (state, answer) => {
    const rows = answerRows(answer)
    const days = Math.max(1, windowsOf(state.question, state.anomaly).normal.length)
    const count = (index: number, window: number) =>
      rows.find(row => row.count('sibling') === index && row.count('w') === window)?.count('n') ?? 0
    return {
      scan: 'siblings',
      tables: timed(state).map(({ name }, index) => ({
        table: name.name,
        rows: { alert: count(index, 0), normal: count(index, 1) / days },
      })),
    }
  },
}
