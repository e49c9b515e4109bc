import type { Clock } from '../../../core/shared/clock.ts'
import { zoneOffset } from '../../../core/shared/zone.ts'

/** Offsets of a zone from UTC in minutes: `minutes` hold until that UTC time ('YYYY-MM-DD HH:MM:SS'), the last one ever after. */
export type ZoneChanges = {
  readonly changes: readonly { readonly until: string; readonly minutes: number }[]
  readonly last: number
}

const FIRST_YEAR = 2012
const LAST_YEAR = 2037
const DAY = 86_400_000

const found = new Map<string, ZoneChanges>()

/** Those that matter to the rows that are read: each names the column anew, which may be a calculation of its own. */
export const zoneChanges = ({ zone, from, to }: Clock): ZoneChanges => {
  const { changes, last } = allChanges(zone)
  const since = changes.filter(({ until }) => from === null || until > textOf(Date.parse(from)))
  const end = since.findIndex(({ until }) => to !== null && until >= textOf(Date.parse(to)))
  return end < 0 ? { changes: since, last } : { changes: since.slice(0, end), last: since[end]?.minutes ?? last }
}

/** Looked for day by day, then narrowed to the second. Earlier years are taken to be as the first one began. */
const allChanges = (zone: string): ZoneChanges => {
  const known = found.get(zone)
  if (known) return known
  const minutes = (at: number) => Math.round(zoneOffset(at, zone) / 60_000)
  const changes: { until: string; minutes: number }[] = []
  const end = Date.UTC(LAST_YEAR, 11, 31)
  for (let at = Date.UTC(FIRST_YEAR, 0, 1); at < end; at += DAY) {
    if (minutes(at) === minutes(at + DAY)) continue
    changes.push({ until: textOf(firstOf(at, at + DAY, time => minutes(time) !== minutes(at))), minutes: minutes(at) })
  }
  const made = { changes, last: minutes(end) }
  found.set(zone, made)
  return made
}

const firstOf = (from: number, to: number, holds: (at: number) => boolean) => {
  let [low, high] = [from, to]
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

const textOf = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
