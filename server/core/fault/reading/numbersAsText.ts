import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { TextProfile } from '../../measure/signal.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Reading } from '../fault.ts'
import { percent } from './text.ts'

/** A text column that holds plain numbers in so many of its rows holds numbers. */
const always = 0.95

type Text = TextProfile & { readonly column: string }

const texts = (state: Case): readonly Text[] =>
  (signalOf(state, 'profile')?.columns ?? [])
    .filter(({ part }) => part === 'inside')
    .flatMap(({ column, texts: own }) => (own ? [{ column, ...own }] : []))

/** Among the texts of a column of amounts, some have a fraction; digits alone may be a code. */
const someFractions = 0.1

const holdsNumbers = ({ numericRate, fractionRate }: Text) =>
  numericRate.normal >= always && (fractionRate?.normal ?? 1) >= someFractions

/** How many texts are no plain numbers any more: of a column of numbers any, else those in which a number is dressed up. */
const gain = (text: Text) => {
  const lost = text.numericRate.normal - text.numericRate.alert
  // Codes such as ABC10 look dressed too, but no plain numbers give way to them.
  return holdsNumbers(text) ? lost : Math.min(text.dressedRate.alert - text.dressedRate.normal, lost)
}

const ofValues = new Set(['distinctCount', 'share'])

/** The largest gain in share of texts that were plain numbers and are none any more: in the column whose values are watched, else in any. */
export const brokenNumbers = (state: Case): Reading | null => {
  const { metric } = state.question
  const own = ofValues.has(metric.kind) ? metricColumns(metric) : null
  const all = texts(state).filter(({ column }) => own === null || own.includes(column))
  if (all.length === 0) return null
  const best = all.reduce((a, b) => (gain(b) > gain(a) ? b : a))
  const { column, dressedRate, numericRate } = best
  return {
    value: gain(best),
    text: holdsNumbers(best)
      ? `${column} held plain numbers in ${percent(numericRate.normal)} of its rows, and holds them in ${percent(numericRate.alert)}.`
      : `Texts like '$12.30' went from ${percent(dressedRate.normal)} to ${percent(dressedRate.alert)} of ${column}.`,
  }
}

/** Versions and names look like dressed numbers on any day. */
const usuallyDressed = 0.05

/** The share of the nulls whose row holds a text that is no plain number where there used to be one. */
export const brokenWhereNull = (state: Case): Reading | null => {
  const known = texts(state).flatMap(text => {
    if (!holdsNumbers(text) && text.dressedRate.normal >= usuallyDressed) return []
    const share = holdsNumbers(text) ? (text.otherWithTarget ?? text.dressedWithTarget) : text.dressedWithTarget
    return share === null ? [] : [{ column: text.column, share }]
  })
  if (known.length === 0) return null
  const best = known.reduce((a, b) => (b.share > a.share ? b : a))
  return {
    value: best.share,
    text: `In ${percent(best.share)} of the null rows ${best.column} holds what is no plain number.`,
  }
}

/** How much of the watched text column is numbers on normal days: what else comes there is a number that went wrong. */
export const isNumberColumn = (state: Case): Reading | null => {
  const [column] = metricColumns(state.question.metric)
  const own = texts(state).find(item => item.column === column)
  if (!own) return null
  return holdsNumbers(own)
    ? {
        value: own.numericRate.normal,
        text: `${own.column} holds plain numbers in ${percent(own.numericRate.normal)} of its rows on normal days.`,
      }
    : { value: 0, text: `${own.column} holds words or codes, and no amounts.` }
}
