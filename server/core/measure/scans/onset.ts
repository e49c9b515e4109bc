import { addDays, dayText } from '../../shared/calendar.ts'
import { answerRows } from '../answerRows.ts'
import { lensOf } from '../lens.ts'
import { lensColumns } from '../lensSql.ts'
import type { Case, Scan } from '../planned.ts'
import { quote, tableSql } from '../sql.ts'
import { spanSql } from '../windows.ts'
import { hours } from './hours.ts'
import { keys } from './keys.ts'
import { profile } from './profile.ts'
import { references } from './references.ts'

/** Scans of the table in one investigation; series, values and segments are always among them. */
const mostScans = 6
const always = 3

const others = (state: Case) =>
  [hours, keys, profile, references].filter(scan => state.predictions.some(prediction => prediction.scan === scan.name) && scan.applies(state)).length

/** The days around the onset as the metric has it: a count of values tells its hour badly. */
const spanOf = ({ question, anomaly }: Case) => {
  const day = anomaly.onset?.at.slice(0, 10) ?? question.day
  return { from: `${addDays(day, -1)}T00`, to: `${addDays(day, 2)}T00` }
}

/** Rows with the values that are new, by hour, around the onset. */
export const onset: Scan = {
  name: 'onset',
  after: ['values', 'segments'],
  applies: state => {
    const lens = lensOf(state)
    const named = lens.model === 'rate' && lens.flag.kind === 'changed' && lens.flag.values !== undefined
    return named && state.focus.timeColumn !== null && state.focus.timeColumn.kind !== 'date' && always + others(state) < mostScans
  },
  plan: (state, dialect) => {
    const { focus, question } = state
    const time = focus.timeColumn
    const hour = time ? dialect.truncated('hour', dialect.local(quote(time.name), time.kind, question.timeZone)) : dialect.noTime
    return {
      purpose: `Rows with new values by hour around ${dayText(spanOf(state).from.slice(0, 10))}`,
      maxRows: 73,
      sql: `WITH r AS (SELECT ${[`${hour} AS h`, ...lensColumns(lensOf(state), focus.table, { dialect, window: '0' })].join(', ')} `
        + `FROM ${tableSql(focus.table.name)} WHERE ${spanSql(spanOf(state), { question, focus, dialect })}) SELECT h, count(*) AS n, sum(k) AS k FROM r GROUP BY h`,
    }
  },
  read: (_, answer) => ({
    scan: 'onset',
    hours: answerRows(answer).flatMap(row => {
      const at = row.text('h')
      return at === null ? [] : [{ at: at.slice(0, 13).replace(' ', 'T'), rows: row.count('n'), flagged: row.count('k') }]
    }).toSorted((a, b) => a.at < b.at ? -1 : 1),
  }),
}
