import { wilson } from '../accuracy/statistics.ts'
import { elsewhereF1, microF1, mistakes, shareOf, type Scored } from './score.ts'

export type Row = {
  readonly set: string
  readonly figure: string
  readonly value: number
  readonly target: number | null
  readonly lower: boolean
  readonly scored: readonly Scored[]
}

type Asked = { readonly set: string; readonly target: number | null }

export const f1Row = (scored: readonly Scored[], { set, target }: Asked): Row => ({
  set,
  figure: 'micro-F1',
  value: microF1(scored),
  target,
  lower: false,
  scored,
})

export const topRows = (scored: readonly Scored[], set: string): readonly Row[] =>
  (
    [
      [1, 0.7],
      [3, 0.9],
      [5, 0.98],
    ] as const
  ).map(([k, target]) => ({
    set,
    figure: `Top-${k}`,
    value: shareOf(scored, ({ rank }) => rank <= k),
    target,
    lower: false,
    scored,
  }))

export const namedRow = (scored: readonly Scored[], { set, target }: Asked): Row => ({
  set,
  figure: 'any segment named',
  value: shareOf(scored, ({ answer }) => answer.segments.length > 0),
  target,
  lower: true,
  scored,
})

export const elsewhereRow = (scored: readonly Scored[], { set, target }: Asked): Row => ({
  set,
  figure: 'F1',
  value: elsewhereF1(scored),
  target,
  lower: false,
  scored,
})

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0

/** The 95 % interval of a share of the instances; an F1 has none so plain. */
const interval = ({ figure, value, scored }: Row) =>
  figure.endsWith('F1')
    ? ''
    : ` (${wilson(Math.round(value * scored.length), scored.length)
        .map(bound => bound.toFixed(3))
        .join('–')})`

const meets = ({ value, target, lower }: Row) =>
  target === null ? '' : (lower ? value <= target : value >= target) ? 'yes' : 'no'

const line = (row: Row) => {
  const search = row.scored.map(({ answer }) => answer.searchSeconds)
  const target = row.target === null ? '' : `${row.lower ? '<=' : '>='} ${row.target}`
  const queries = Math.max(0, ...row.scored.map(({ answer }) => answer.queries))
  const value = `${row.value.toFixed(3)}${interval(row)}`
  const seconds = `${percentile(search, 0.5).toFixed(2)} / ${percentile(search, 1).toFixed(2)}`
  return `| ${[row.set, row.scored.length, row.figure, value, target, meets(row), seconds, queries].join(' | ')} |`
}

/** Every figure beside its target, then what was not right, grouped by set. */
export const reportText = (rows: readonly Row[]): string => {
  const sets = [...new Map(rows.map(row => [row.set, row])).values()].filter(({ figure }) => figure !== 'F1')
  const failures = sets.flatMap(({ set, scored }) => {
    const wrong = scored.filter(one => one.hit < one.incident.truth.length || one.wrong > 0)
    const told = wrong.map(
      one =>
        `- ${one.incident.name}: ${[one.answer.problem, ...mistakes(one)].filter(text => text !== null).join('; ')}`,
    )
    return wrong.length === 0 ? [] : [`### ${set}`, '', ...told, '']
  })
  const head = [
    'set',
    'instances',
    'figure',
    'value',
    'target',
    'met',
    'seconds of the search, median / most',
    'queries of the case, most',
  ]
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map(line),
    '',
    '## What was not right',
    '',
    ...failures,
  ].join('\n')
}
