import type { Sql } from '../../../core/measure/dialect.ts'

// How texts that tell a time are written: 2026-06-10, 20260610, 2026-06-10 12:34, 2026-06-10T12:34:56.789Z, 2026-06-10 12:34:56+02:00, with +0200 and +02 as well.

/** Days that there are, so that an engine which breaks off at 30 February is never asked for it. No lookahead and no classes by letter: Redshift knows neither. */
const dayOf = (year: string, century: string, dash: string) => {
  const common = `(0[1-9]|1[0-2])${dash}([01][1-9]|10|2[0-8])|(0[13-9]|1[0-2])${dash}(29|30)|(0[13578]|1[02])${dash}31`
  const leapYear = `${century}(0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00`
  return `(${year}${dash}(${common})|(${leapYear})${dash}02${dash}29)`
}
const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?'
const zone = ' ?(Z|UTC|[-+](0[0-9]|1[0-4])(:?[0-5][0-9])?)?'

/** Eight digits are a day of two centuries only: most numbers of eight digits are none. */
const digits = dayOf('(19|20)[0-9][0-9]', '(19|20)', '')

/** A text that tells a time; nothing else may be cast where a cast that fails ends the query. */
export const WRITTEN = `^(${dayOf('[12][0-9]{3}', '[12][0-9]', '-')}([ T]${clock}${zone})?|${digits})$`

/** Of such texts, those that tell their offset from UTC. */
export const ZONED = ':.*[-+UZ]'

/** Of those, the ones whose offset has no colon. */
export const PLAIN_OFFSET = '[-+][0-9]{4}$'

/** Of such texts, those that tell a day and no hour. */
export const isDay = (text: Sql): Sql => `length(${text}) <= 10`

/** A text that tells a day, with dashes. */
export const dashed = (text: Sql): Sql =>
  `CASE WHEN length(${text}) = 8 THEN concat(concat(concat(substr(${text}, 1, 4), '-'), concat(substr(${text}, 5, 2), '-')), substr(${text}, 7, 2)) ELSE ${text} END`

/** A text whose offset has no colon, with one. */
export const withColon = (text: Sql): Sql =>
  `concat(concat(substr(${text}, 1, length(${text}) - 2), ':'), substr(${text}, length(${text}) - 1))`
