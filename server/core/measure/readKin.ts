import { layerOf } from '../dataset/neighbours.ts'
import type { Column, Table } from '../dataset/table.ts'
import type { Answer } from '../ports/dataSource.ts'
import { answerRows } from './answerRows.ts'
import type { Candidate } from './kinCandidates.ts'
import type { KinPair } from './kinPairs.ts'
import type { Case } from './planned.ts'
import type { KinSignal, KinVerdict } from './tableSignals.ts'

type Kin = KinSignal['tables'][number]
type Asked = {
  readonly candidates: readonly Candidate[]
  readonly pairs: readonly (readonly KinPair[])[]
  readonly columns: readonly Column[]
}

/** Of a normal day's ids, the share that must be there; of the rows with them, the share in which a column must say the same. */
const mostIds = 0.8
const agreed = 0.8
/** Columns with two or three values agree by chance as often as the values are frequent. */
const agreedByFew = 0.98
const fewValues = 3
/** So many columns must agree beside the ids, one of them with so many values: a currency and a flag are alike in any two tables. */
const fewestColumns = 3
const leastValues = 5
/** More rows of each id are events of it, or its parts. */
const mostPerId = 1.2
const fewestRows = 20

type Seen = KinPair & { readonly share: number; readonly values: number }

/** Every column with the one there that says the same most often; none is taken twice. A column that never changes tells nothing, but for the day. */
const matched = (seen: readonly Seen[]): readonly Seen[] => {
  const best = seen
    .filter(
      ({ share, values, way }) =>
        (values > 1 || way === 'day') && share >= (values <= fewValues ? agreedByFew : agreed),
    )
    .toSorted((a, b) => b.share - a.share)
  return best.reduce<readonly Seen[]>(
    (taken, pair) =>
      taken.some(({ own, there }) => own === pair.own || there === pair.there) ? taken : [...taken, pair],
    [],
  )
}

/** Names for what is made of a warehouse, and not for what comes into it. */
const lateNames =
  /(^|_)(mart|marts|bi|report|reports|reporting|gold|agg|export|exports|dashboard|feature|features)(_|$)/i
const isLate = ({ name: { schema, name } }: Table) => lateNames.test(schema) || lateNames.test(name)

/** Written so much apart, rows were not written in one go. */
const apartSeconds = 60
/** Estimates of rows are as far off. */
const sameRows = 0.05

/**
 * Whether a table that holds the same rows is what this one is made from, told by what is hardest to be otherwise. First names, which say what people meant. Then
 * views, which only show what others hold; load times: nothing is made from rows that are not there yet. Then types: texts become numbers and times, never the other way.
 * Then sizes: a step leaves out rows and columns, but one that looks things up adds columns, so fewer rows there mean that it is made from this one, and as
 * many rows tell only together with as many columns.
 */
export const directionOf = (
  own: Table,
  there: Table,
  { later, columns }: { readonly later: number | null; readonly columns: readonly KinPair[] },
): Exclude<KinVerdict, 'unlike'> => {
  const told = (isUpstream: boolean) => (isUpstream ? 'upstream' : 'downstream')
  const layers = layerOf(there.name) - layerOf(own.name)
  if (layers !== 0) return told(layers < 0)
  if (isLate(there) !== isLate(own)) return told(isLate(own))
  // A view keeps no rows of its own.
  if (own.isView && !there.isView) return 'upstream'
  if (later !== null && Math.abs(later) >= apartSeconds) return told(later < 0)
  const casts = (from: 'own' | 'there', to: 'own' | 'there') =>
    columns.filter(pair => pair[from].kind === 'text' && pair[to].kind !== 'text').length
  const [forth, back] = [casts('there', 'own'), casts('own', 'there')]
  if (forth !== back) return told(forth > back)
  if (!own.rowEstimate || there.rowEstimate === null) return 'untold'
  const rows = there.rowEstimate / own.rowEstimate
  if (Math.abs(rows - 1) > sameRows) return told(rows > 1)
  return there.columns.length >= own.columns.length ? 'upstream' : 'untold'
}

const verdictOf = (
  own: Table,
  there: Table,
  {
    asked,
    found,
    perId,
    later,
    columns,
  }: Omit<Kin, 'table' | 'key' | 'verdict' | 'columns'> & { columns: readonly Seen[] },
): KinVerdict => {
  const holdsThem = asked.normal >= fewestRows && found.normal >= mostIds * asked.normal && perId <= mostPerId
  const telling = columns.filter(({ values }) => values > 1)
  const isAlike = telling.length >= fewestColumns && columns.some(({ values }) => values >= leastValues)
  return holdsThem && isAlike ? directionOf(own, there, { later, columns }) : 'unlike'
}

/** Each table once, by the column that holds most of the ids; the nearest layer first, for the walk goes there first. */
const onceEach = (tables: readonly Kin[]): readonly Kin[] =>
  tables
    .toSorted(
      (a, b) =>
        Number(b.verdict === 'upstream') - Number(a.verdict === 'upstream') ||
        layerOf(b.table) - layerOf(a.table) ||
        b.columns.length - a.columns.length ||
        b.found.normal - a.found.normal,
    )
    .filter(({ table }, index, all) => all.findIndex(kin => kin.table === table) === index)

export const readKin = (state: Case, { candidates, pairs, columns }: Asked, answer: Answer): KinSignal => {
  const rows = answerRows(answer)
  const row = (place: number, w: number) => rows.find(item => item.count('place') === place && item.count('w') === w)
  const count = (place: number, w: number, name: string) => row(place, w)?.count(name) ?? 0
  const asked = { alert: count(-1, 0, 'n'), normal: count(-1, 1, 'n') }
  const { table } = state.focus
  const read = candidates.map((candidate, place): Kin => {
    const joined = count(place, 1, 'n')
    const found = { alert: count(place, 0, 'found'), normal: count(place, 1, 'found') }
    const seen = (pairs[place] ?? []).map((pair, index): Seen => {
      const own = 2 * columns.indexOf(pair.own)
      const filled = (count(-1, 1, `e${own}`) / Math.max(1, asked.normal)) * joined
      return {
        ...pair,
        share: filled > 0 ? Math.min(1, count(place, 1, `e${index}`) / filled) : 0,
        values: count(-1, 1, `e${own + 1}`),
      }
    })
    const same = matched(seen)
    const measured = {
      asked,
      found,
      perId: joined / Math.max(1, found.normal),
      later: row(place, 1)?.number('later') ?? null,
    }
    return {
      ...measured,
      table: candidate.table.name,
      key: { from: candidate.column.name, to: candidate.own.name },
      columns: same.map(({ own, there, share }) => ({ from: there.name, to: own.name, share })),
      verdict: verdictOf(table, candidate.table, { ...measured, columns: same }),
    }
  })
  return { scan: 'kin', tables: onceEach(read) }
}
