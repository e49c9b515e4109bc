const dayMs = 86_400_000

/** A calendar day 'YYYY-MM-DD' moved by whole days. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** A local hour 'YYYY-MM-DDTHH' moved by whole hours. */
export const addHours = (hour: string, hours: number): string =>
  new Date(Date.parse(`${hour}:00:00Z`) + hours * 3_600_000).toISOString().slice(0, 13)

/** Whether the text is a day that exists. */
export const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** From `first` to `last`, both included. */
export const daysBetween = (first: string, last: string): readonly string[] => {
  const count = Math.max(
    0,
    Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / dayMs) + 1,
  )
  return Array.from({ length: count }, (_, index) => addDays(first, index))
}

/** '12 June' for a reader. */
export const dayText = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** '12 June' of a day, '12 June, 08:00' of an hour 'YYYY-MM-DDTHH'. */
export const instantText = (at: string): string =>
  at.length > 10 ? `${dayText(at.slice(0, 10))}, ${at.slice(11, 13)}:00` : dayText(at)
