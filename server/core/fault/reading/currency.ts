import { signalOf } from '../../investigation/state.ts'
import { locatedSegments } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { segmentsText } from './text.ts'
import { sameRowsIn } from './twins.ts'

/** ISO 4217, the codes in wide use, and signs. */
const currencies = new Set(
  (
    'AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD MAD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB ' +
    'TRY TWD UAH USD VND ZAR € $ £ ¥ US$ A$ C$'
  ).split(' '),
)

/** ISO 3166, of countries with a currency of their own or a shared one. */
const countries = new Set(
  (
    'AE AR AT AU BE BG BR CA CH CL CN CO CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR KW LT LU LV MA MX MY NG NL NO NZ PE PH PK PL PT QA RO RS RU SA SE SG SI SK TH ' +
    'TR TW UA UK US VN ZA'
  ).split(' '),
)

const nearlyAll = 0.9

/** Whether nearly all values of a column are of the set. */
const holds = (state: Case, column: string, set: ReadonlySet<string>) => {
  const values = signalOf(state, 'values')?.columns.find(item => item.column === column)?.values ?? []
  const known = values.filter(({ value }) => value !== null)
  const rows = known.reduce((sum, item) => sum + item.rows.normal, 0)
  const inside = known.reduce(
    (sum, item) => sum + (set.has((item.value ?? '').toUpperCase()) ? item.rows.normal : 0),
    0,
  )
  return rows > 0 && inside >= nearlyAll * rows
}

/** Whether the change differs between currencies, and more so than between the values of any column that is not about money. */
const partsBest = (state: Case, money: readonly string[]) => {
  const columns = (signalOf(state, 'values')?.columns ?? []).filter(({ column }) => !holds(state, column, countries))
  const strongest = (list: typeof columns) => Math.max(0, ...list.map(({ strength }) => strength))
  const own = strongest(columns.filter(({ column }) => money.includes(column)))
  return own >= 3 && own >= 1.5 * strongest(columns.filter(({ column }) => !money.includes(column)))
}

/** 1 where the segments are currencies, half where they are countries, which go with currencies; 0 where they are neither. Null where the values were not read. */
export const segmentsAreCurrencies = (state: Case): Reading | null => {
  const columns = (signalOf(state, 'values')?.columns ?? []).map(({ column }) => column)
  const money = columns.filter(column => holds(state, column, currencies))
  const lands = columns.filter(column => holds(state, column, countries))
  if (columns.length === 0) return null
  if (money.length === 0 && lands.length === 0)
    return { value: 0, text: 'No column holds currencies, or the countries that pay in them.' }
  const segments = locatedSegments(state)
  const every = (set: readonly string[]) =>
    segments.length > 0 &&
    segments.every(segment => segment.some(item => sameRowsIn(state, item).some(column => set.includes(column))))
  const named = (set: readonly string[]) => segments.every(segment => segment.some(item => set.includes(item.column)))
  if (every(money))
    return {
      value: 1,
      text: `${segmentsText(segments)}: the segments are currencies${named(money) ? '' : `, by ${money.join(' and ')}`}.`,
    }
  if (every(lands))
    return {
      value: money.length > 0 ? 0.6 : 0.5,
      text: `${segmentsText(segments)}: the segments are countries, which pay in a currency of their own.`,
    }
  if (partsBest(state, money))
    return {
      value: 0.8,
      text: `No other column parts the change as ${money.join(' and ')} does: each currency moved by a factor of its own.`,
    }
  return { value: 0, text: `What moved does not go by ${[...money, ...lands].join(' or ')}.` }
}
