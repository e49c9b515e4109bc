import type { Onset } from '../finding/finding.ts'
import { logGamma } from '../shared/statisticsTail.ts'

/** Rows of an hour ('YYYY-MM-DDTHH', local) by their kind. Kinds are told by their place in the list. */
export type KindsOfHour = { readonly at: string; readonly kinds: readonly number[] }

export type ChangedHours = {
  /** The hours that the change may begin in, in order. */
  readonly hours: readonly KindsOfHour[]
  /** Rows of normal days by hour of the day and kind. */
  readonly usual: readonly (readonly number[])[]
  /** The day that the change is known to be on. */
  readonly day: string
  /** The first day on which the metric shows it. */
  readonly onsetDay: string
}

/** How closely an hour of a normal day keeps to the usual shares, in rows: shares of more rows swing as those of so many. */
const steadiness = 400
/** The usual shares of an hour of the day lean on those of the whole day by as many rows; hardly, where hours plainly have shares of their own. */
const lent = 60
const lentToRhythm = 2
/** Nats by hour and kind that speak for shares of their own. */
const ofTheirOwn = 3
/** How many rows the shares of a changed hour are known by beforehand. */
const open = 5
/** Less than this is no change. */
const fewestNats = 4
/** Nats for each day earlier than the metric shows it. */
const perEarlierDay = 4
/** Much begins with a day: nats by which midnight is more probable than any other hour. */
const offMidnight = 1.8

const sum = (list: readonly number[]) => list.reduce((total, item) => total + item, 0)
const added = (a: readonly number[], b: readonly number[]) => a.map((item, index) => item + (b[index] ?? 0))

/** A kind of row that normal days do not know comes by itself as often. */
const stray = 0.001

/** Shares of the kinds, none of them zero. */
const shares = (rows: readonly number[], leaning?: { readonly on: readonly number[]; readonly by: number }) => {
  const lifted = rows.map((count, kind) => count + (leaning ? leaning.by * (leaning.on[kind] ?? 0) : 0.5 / rows.length))
  const all = Math.max(sum(lifted), 1e-9)
  return lifted.map(count => Math.max(count / all, stray))
}

/** Log-likelihood of the rows where their shares swing around some as those of `weight` rows do (Dirichlet and multinomial; the constant left out). */
const logLikelihood = (rows: readonly number[], around: readonly number[], weight: number) => {
  const all = sum(rows)
  const parts = rows.map((count, kind) =>
    count === 0 ? 0 : logGamma(count + weight * (around[kind] ?? 0)) - logGamma(weight * (around[kind] ?? 0)),
  )
  return logGamma(weight) - logGamma(all + weight) + sum(parts)
}

const logMean = (a: number, b: number) => Math.max(a, b) + Math.log((1 + Math.exp(-Math.abs(a - b))) / 2)

/** Whether what kinds of rows come depends on the hour of the day. */
const hasRhythm = (usual: ChangedHours['usual'], whole: readonly number[]) =>
  sum(usual.map(rows => logLikelihood(rows, shares(rows), steadiness) - logLikelihood(rows, whole, steadiness))) >
  ofTheirOwn * usual.length * (whole.length - 1)

type Weighed = {
  readonly at: string
  readonly rows: readonly number[]
  readonly usual: readonly number[]
  readonly own: number
}

/** How much each hour speaks for the change: it looks as the changed hours do, or at least not as usual. */
const balances = (hours: readonly Weighed[], changed: readonly number[]) =>
  hours.map(({ rows, usual, own }) => {
    const between = changed.map((share, kind) => (share + (usual[kind] ?? 0)) / 2)
    return logMean(logLikelihood(rows, changed, steadiness), logLikelihood(rows, between, open)) - own
  })

/** For each hour, the loudest stretch of hours that begins with it and ends on the day. */
const stretches = (hours: readonly Weighed[], nats: readonly number[], { day, onsetDay }: ChangedHours) => {
  const running = nats.reduce<number[]>((all, item) => [...all, (all.at(-1) ?? 0) + item], [0])
  const ends = hours.flatMap(({ at }, index) => (at.startsWith(day) ? [index + 1] : []))
  return hours.map(({ at }, from) => {
    const early =
      perEarlierDay * Math.max(0, Math.round((Date.parse(onsetDay) - Date.parse(at.slice(0, 10))) / 86_400_000))
    const to = ends.filter(end => end > from).reduce((a, b) => ((running[b] ?? 0) > (running[a] ?? 0) ? b : a), from)
    return { at, from, to, nats: to > from ? (running[to] ?? 0) - (running[from] ?? 0) - early : -Infinity }
  })
}
type Stretch = ReturnType<typeof stretches>[number]

const loudest = (list: readonly Stretch[]) => list.reduce((a, b) => (b.nats > a.nats ? b : a))

/** A day begins with its first rows: where the hours after midnight had none, and so cannot tell, since those came. */
const sinceFirstRows = (hours: readonly Weighed[], day: string): Onset => {
  const first = hours.find(({ at, rows }) => at.startsWith(day) && sum(rows) > 0)?.at
  return first !== undefined && Number(first.slice(11, 13)) > 1
    ? { at: first, precision: 'hour' }
    : { at: day, precision: 'day' }
}

/** The hour that is most probably right to within an hour; the day alone where a beginning at midnight is as probable. */
const mostProbable = (list: readonly Stretch[], hours: readonly Weighed[]): Onset | null => {
  const top = loudest(list).nats
  const mass = list.map(({ nats }) => Math.exp(nats - top))
  const near = (index: number) => 0.8 * (mass[index - 1] ?? 0) + (mass[index] ?? 0) + 0.8 * (mass[index + 1] ?? 0)
  const best = list.reduce((a, b) => (near(b.from) > near(a.from) ? b : a))
  const day = best.at.slice(0, 10)
  const midnight = list.find(({ at }) => at.startsWith(day))
  const atMidnight = midnight ? (mass[midnight.from] ?? 0) * Math.exp(offMidnight) : 0
  return best.from === midnight?.from || atMidnight > near(best.from)
    ? sinceFirstRows(hours, day)
    : { at: best.at, precision: 'hour' }
}

/**
 * The hour since which rows are of other kinds than usual at that time of the day. What they changed to is learnt from the changed hours themselves; an hour in which the change
 * has only begun to spread counts as well. The day alone where it was so from midnight on, or the hours before had too few rows to
 * tell (since its first rows where they had none); null where no hour stands out.
 */
export const changedHour = (given: ChangedHours): Onset | null => {
  const whole = shares(given.usual.reduce(added, given.hours[0]?.kinds.map(() => 0) ?? []))
  const by = hasRhythm(given.usual, whole) ? lentToRhythm : lent
  const hours = given.hours.map(({ at, kinds }): Weighed => {
    const usual = shares(given.usual[Number(at.slice(11, 13))] ?? kinds.map(() => 0), { on: whole, by })
    return { at, rows: kinds, usual, own: logLikelihood(kinds, usual, steadiness) }
  })
  const rowsOf = (list: readonly Weighed[]) =>
    list.reduce(
      (total, { rows }) => added(total, rows),
      whole.map(() => 0),
    )
  let found: readonly Stretch[] = []
  let changed = hours.filter(({ at }) => at.startsWith(given.day))
  for (let round = 0; round < 3 && changed.length > 0; round++) {
    found = stretches(hours, balances(hours, shares(rowsOf(changed), { on: whole, by: 2 })), given)
    const { from, to } = loudest(found)
    changed = hours.slice(from, to)
  }
  return found.length === 0 || loudest(found).nats < fewestNats ? null : mostProbable(found, hours)
}
