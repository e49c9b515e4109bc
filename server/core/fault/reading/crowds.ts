import { signalOf } from '../../investigation/state.ts'
import { isNewEveryDay } from '../../measure/everyDay.ts'
import { placeOf } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { KeysSignal } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { percent, whole } from './text.ts'

type Crowd = NonNullable<KeysSignal['crowds']>[number]

/** Among so many values that each have their share of the rows, one with many times the rows of any is an actor that floods the others. */
const [fewestOthers, manyTimes] = [10, 3]

/** Columns in which one value, new or not, has many times the rows that any has on normal days. */
const flooded = (state: Case): readonly Crowd[] =>
  (signalOf(state, 'values')?.columns ?? []).flatMap(({ column, values }) => {
    const most = Math.max(0, ...values.map(({ rows }) => rows.normal))
    const others = values.filter(({ value, rows }) => value !== null && rows.normal > 0)
    const own = values.filter(({ value, rows }) => value !== null && rows.alert > manyTimes * most)
    const [first] = own
    return others.length >= fewestOthers && first && own.length === 1 && !isNewEveryDay(values)
      ? [{ column, actors: 1, least: first.rows.alert, rows: first.rows }]
      : []
  })

/** The column in which few actors hold most rows, beyond the usual. */
export const crowd = (state: Case) => {
  const all = [...(signalOf(state, 'keys')?.crowds ?? []), ...flooded(state)]
  const gain = ({ rows }: (typeof all)[number]) => rows.alert - rows.normal
  return all.length === 0 ? null : all.reduce((a, b) => (gain(b) > gain(a) ? b : a))
}

/** Actors that make so large a share of the usual rows are no few that came on top. */
const theirs = 0.5

/** Of the additional rows, the share that a few actors made, each with far more rows than is usual. */
export const crowdShare = (state: Case): Reading | null => {
  const rows = signalOf(state, 'series')?.rows
  const found = crowd(state)
  if (!found || !rows) return null
  const extra = rows.alert - rows.normal
  if (extra <= 0) return null
  const gain = Math.max(0, found.rows.alert - found.rows.normal)
  // Where the usual rows are as much theirs, everybody has more.
  const usual = rows.normal > 0 ? Math.min(1, found.rows.normal / rows.normal) : 0
  const value = Math.min(1, gain / extra) * (usual > theirs ? Math.max(0, 1 - usual) : 1)
  const who = `${whole(found.actors)} values of ${found.column} with ${found.least} rows or more each`
  return {
    value,
    text: `${who} made ${whole(found.rows.alert)} rows, ${whole(found.rows.normal)} on normal days: ${percent(value)} of the additional ones.`,
  }
}

/** How programs that fetch pages call themselves. */
const machineNames =
  /bot\b|crawl|spider|scrap(er|y)|headless|phantomjs|selenium|curl\/|wget|python-|aiohttp|okhttp|go-http|java\/|libwww|httpclient/i

/** Fewer of the additional rows than this tell nothing. */
const enough = 0.25

/** Of the additional rows, the share that name a machine as their agent, beyond the usual; null where few do: not every table names agents. */
export const machineShare = (state: Case): Reading | null => {
  const columns = signalOf(state, 'values')?.columns ?? []
  const extra = (signalOf(state, 'series')?.rows.alert ?? 0) - (signalOf(state, 'series')?.rows.normal ?? 0)
  if (extra <= 0) return null
  const all = columns.map(({ column, values }) => {
    const own = values.filter(({ value }) => value !== null && machineNames.test(value))
    return {
      column,
      rows: own.reduce((sum, { rows }) => sum + rows.alert - rows.normal, 0),
      first: own.toSorted((a, b) => b.rows.alert - a.rows.alert)[0]?.value ?? '',
    }
  })
  const best = all.reduce((a, b) => (b.rows > a.rows ? b : a), { column: '', rows: 0, first: '' })
  const value = Math.min(1, Math.max(0, best.rows) / extra)
  const named = `${whole(best.rows)} more rows than usual have ${best.column} = ${best.first} and the like: ${percent(value)} of the additional ones.`
  return value < enough ? null : { value, text: named }
}

/** The larger of the two: one agent is an actor as well, if its rows do not say whose they are. */
export const actorShare = (state: Case): Reading | null => {
  const [few, machine] = [crowdShare(state), machineShare(state)]
  return machine && machine.value > (few?.value ?? 0) ? machine : few
}

/** How much of the change sits in rows whose value names a machine, and of which normal days hold hardly any; null where none of the segments does. */
export const machinePlace = (state: Case): Reading | null => {
  const causes = placeOf(state)?.verdict === 'located' ? (placeOf(state)?.causes ?? []) : []
  const named = causes.flatMap(({ segment, share, rows }) => {
    const own = segment.find(({ value }) => value !== null && machineNames.test(value))
    return own && rows.normal < rows.alert / 10 ? [{ ...own, share }] : []
  })
  const [first] = named
  return first
    ? {
        value: Math.min(
          1,
          named.reduce((sum, { share }) => sum + share, 0),
        ),
        text: `The change sits in rows with ${first.column} = ${first.value ?? ''}, a machine that normal days hardly know.`,
      }
    : null
}
