const formatters = new Map<string, Intl.DateTimeFormat>()

const formatter = (zone: string) => {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

/** Whether the name is an IANA time zone that this machine knows. */
export const isZone = (zone: string): boolean => {
  try {
    formatter(zone)
    return true
  } catch (problem) {
    if (problem instanceof RangeError) return false
    throw problem
  }
}

/** The zone's distance from UTC at that instant, in ms; east is positive. */
export const zoneOffset = (at: number, zone: string) => {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const local = Date.UTC(
    parts['year'] ?? 0,
    (parts['month'] ?? 1) - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  )
  return local - Math.floor(at / 1000) * 1000
}

/** The instant at which clocks of the zone show that local time, both in ms since 1970. A time skipped by a clock change is the one after it. */
export const zoneInstantOf = (local: number, zone: string): number => {
  const guess = local - zoneOffset(local, zone)
  return local - zoneOffset(guess, zone)
}

/** A local hour 'YYYY-MM-DDTHH' of the zone as the instant it begins, ISO 8601 UTC. An hour skipped by a clock change is the one after it. */
export const zoneInstant = (localHour: string, zone: string): string =>
  new Date(zoneInstantOf(Date.parse(`${localHour}:00:00Z`), zone)).toISOString()
