const stamp = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const hour = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** An instant in the reader's own time zone. */
export const formatInstant = (instant: string) => stamp.format(new Date(instant))
export const formatClock = (instant: string) => clock.format(new Date(instant))

/** A calendar day 'YYYY-MM-DD', never moved by the reader's time zone. */
export const formatDay = (date: string) => day.format(new Date(`${date.slice(0, 10)}T00:00:00Z`))

/** A point of a series or an onset: a day 'YYYY-MM-DD' or an hour 'YYYY-MM-DDTHH', by the clock of the question's time zone. */
export const formatPoint = (at: string) =>
  at.length <= 10 ? shortDay.format(new Date(`${at}T00:00:00Z`)) : hour.format(new Date(`${at.slice(0, 13)}:00:00Z`))

export const formatAgo = (instant: string, now: number) => {
  const passed = now - Date.parse(instant)
  if (passed < MINUTE) return 'just now'
  if (passed < HOUR) return relative.format(-Math.round(passed / MINUTE), 'minute')
  if (passed < DAY) return relative.format(-Math.round(passed / HOUR), 'hour')
  return relative.format(-Math.round(passed / DAY), 'day')
}

/** Milliseconds in words: '38 ms', '4.2 s', '3 min 5 s'. */
export const formatDuration = (ms: number) => {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < MINUTE) return `${(ms / 1000).toFixed(1)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${Math.floor((ms % MINUTE) / 1000)} s`
  return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min`
}
