// How texts that tell a time are written: 2026-06-10, 2026-06-10 12:34, 2026-06-10T12:34:56.789Z, 2026-06-10 12:34:56+02:00.

/** Days that there are, so that an engine which breaks off at 30 February is never asked for it. No lookahead and no classes by letter: Redshift knows neither. */
const common = '(0[1-9]|1[0-2])-([01][1-9]|10|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31'
const leapYear = '[12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00'
const day = `([12][0-9]{3}-(${common})|(${leapYear})-02-29)`
const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?'
const zone = ' ?(Z|UTC|[-+](0[0-9]|1[0-4])(:[0-5][0-9])?)?'

/** A text that tells a time; nothing else may be cast where a cast that fails ends the query. */
export const WRITTEN = `^${day}([ T]${clock}${zone})?$`

/** Of such texts, those that tell their offset from UTC. */
export const ZONED = ':.*[-+UZ]'
