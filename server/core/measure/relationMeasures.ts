import { isNumeric, type Column } from '../dataset/table.ts'
import { signalOf } from '../investigation/state.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Row } from './answerRows.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import { referencesOf } from './references.ts'
import type { JointProfile } from './signal.ts'
import type { Pair } from './pair.ts'
import { countIf, quote } from './sql.ts'

const mostFractions = 3
const mostWholes = 2
/** Of a ratio, whose whole distribution is compared. */
const ratioPoints = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** Numbers that may go into the watched one or come out of it: no keys, nothing nearly unique. */
const partners = (state: Case): readonly Column[] => {
  const [watched] = metricColumns(state.question.metric)
  const series = signalOf(state, 'series')
  const keys = new Set([
    ...(state.focus.table.primaryKey ?? []),
    ...referencesOf(state.focus).map(({ column }) => column),
  ])
  const unique = new Set(
    (series?.cardinalities ?? [])
      .filter(({ normal }) => normal > 0.5 * Math.max(series?.rows.normal ?? 0, 1))
      .map(({ column }) => column),
  )
  const numbers = state.focus.table.columns.filter(
    column => isNumeric(column) && column.name !== watched && !keys.has(column.name) && !unique.has(column.name),
  )
  return [
    ...numbers.filter(({ kind }) => kind === 'decimal').slice(0, mostFractions),
    ...numbers.filter(({ kind }) => kind === 'integer').slice(0, mostWholes),
  ]
}

type Form = {
  readonly text: string
  readonly columns: readonly string[]
  readonly sides: (value: (name: string) => Sql) => readonly [Sql, Sql]
}

/** Every way in which the watched column may be made of, or go into, one or two others. */
const formsOf = (state: Case): readonly Form[] => {
  const [a] = metricColumns(state.question.metric)
  if (a === undefined) return []
  const names = partners(state).map(({ name }) => name)
  const same = names.map((b): Form => ({ text: `${a} = ${b}`, columns: [b], sides: x => [x(a), x(b)] }))
  const three = (whole: string, sign: '+' | '*', [left, right]: readonly [string, string]): Form => ({
    text: `${whole} = ${left} ${sign === '*' ? '×' : '+'} ${right}`,
    columns: [whole, left, right].filter(name => name !== a),
    sides: x => [x(whole), `${x(left)} ${sign} ${x(right)}`],
  })
  const pairs = names.flatMap((b, index) => names.slice(index + 1).map(c => [b, c] as const))
  return [
    ...same,
    ...pairs.flatMap(([b, c]) =>
      (['+', '*'] as const).flatMap(sign => [three(a, sign, [b, c]), three(b, sign, [a, c]), three(c, sign, [a, b])]),
    ),
  ]
}

/** Up to rounding. */
const holdsSql = (form: Form, value: (name: string) => Sql): Sql => {
  const [left, right] = form.sides(value)
  return `abs(${left} - (${right})) <= 0.011 + 0.002 * abs(${left})`
}

/** The condition behind a relation's share; null for one that is not looked at here. */
export const relationSql = (state: Case, text: string, dialect: Dialect): Sql | null => {
  const form = formsOf(state).find(item => item.text === text)
  return form ? holdsSql(form, name => dialect.number(quote(name))) : null
}

/** The watched column and its partners. */
const related = (state: Case): readonly string[] => {
  const [a] = metricColumns(state.question.metric)
  return a === undefined ? [] : [a, ...partners(state).map(({ name }) => name)]
}

/** Of each row, the numbers that are related, under short names: forms are many. */
export const relationColumns = (state: Case, dialect: Dialect): readonly Sql[] =>
  related(state).map((name, index) => `${dialect.number(quote(name))} AS our_x${index}`)

const columnsOf = ({ columns }: Form) => JSON.stringify(columns.toSorted())

/** The first of the forms that are made of the same columns: rows that have them are counted once. */
const countedAt = (forms: readonly Form[], form: Form) => forms.findIndex(other => columnsOf(other) === columnsOf(form))

/** Which of the forms hold, row by row; and the watched column over each of the others. */
export const relationMeasures = (state: Case, dialect: Dialect): readonly Sql[] => {
  const names = related(state)
  const x = (name: string) => `our_x${names.indexOf(name)}`
  const [a] = names
  const all = formsOf(state)
  const forms = all.flatMap((form, index) => {
    const [left, right] = form.sides(x)
    const counted = countedAt(all, form) === index ? [`count(${left} - (${right})) AS j_n${index}`] : []
    return [`${countIf(holdsSql(form, x))} AS j_r${index}`, ...counted]
  })
  const ratios = partners(state).flatMap(({ name }, index) =>
    ratioPoints.map(
      (p, point) => `${dialect.quantile(`abs(${x(a ?? name)} / nullif(${x(name)}, 0))`, p)} AS j_q${index}_${point}`,
    ),
  )
  return [...forms, ...ratios]
}

export const readRelations = (
  state: Case,
  { alert, normal }: { alert: Row | undefined; normal: Row | undefined },
): Pick<JointProfile, 'relations' | 'ratios'> => {
  const all = formsOf(state)
  const rowsOf = (row: Row | undefined, index: number) => {
    const form = all[index]
    return form && row ? row.count(`j_n${countedAt(all, form)}`) : 0
  }
  const share = (row: Row | undefined, index: number) =>
    row && rowsOf(row, index) > 0 ? row.count(`j_r${index}`) / rowsOf(row, index) : 0
  const holds = (index: number): Pair => ({ alert: share(alert, index), normal: share(normal, index) })
  const relations = all.map(({ text, columns }, index) => ({
    text,
    columns,
    holds: holds(index),
    rows: rowsOf(alert, index),
  }))
  return {
    // What never holds is no relation, and not worth keeping.
    relations: relations.filter(({ holds: { alert: now, normal: usual } }) => Math.max(now, usual) >= 0.5),
    ratios: partners(state).map(({ name }, index) => ({
      column: name,
      quantiles: ratioPoints.map((p, point) => ({
        p,
        alert: alert?.number(`j_q${index}_${point}`) ?? null,
        normal: normal?.number(`j_q${index}_${point}`) ?? null,
      })),
    })),
  }
}
