import type { Focus } from '../dataset/focus.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Question } from '../metric/question.ts'
import { dayText } from '../shared/calendar.ts'
import type { ContextChange } from './request.ts'

/** A day 'YYYY-MM-DD', or an hour of one 'YYYY-MM-DDTHH'. */
const WRITTEN = /^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]))?$/

type Looked = { readonly question: Question; readonly focus: Focus; readonly anomaly: Anomaly }
type Moved = Pick<ContextChange, 'since' | 'normalDays'>

/** Why the window cannot begin there, in words; null where it can. */
export const wrongSince = ({ question, focus, anomaly }: Looked, { since }: Pick<Moved, 'since'>): string | null => {
  if (since === null) return null
  const { timeColumn } = focus
  if (!timeColumn) return 'The table has no column of time, so there is no window to move.'
  if (!WRITTEN.test(since))
    return `Say since when as a day, like ${question.day}, or as an hour of the alert's day, like ${question.day}T08.`
  const day = since.slice(0, 10)
  if (day > question.day)
    return `The alert's own day, ${dayText(question.day)}, stays in the window: begin it on that day or before.`
  if (since.length > 10 && timeColumn.kind === 'date')
    return `${timeColumn.name} tells days, so the window begins with one.`
  if (since.length > 10 && day !== question.day)
    return `An hour can be named on the alert's own day, ${dayText(question.day)}; before it the window begins with a day.`
  return anomaly.series.some(({ at, value }) => at === day && value !== null)
    ? null
    : `${day} was not measured, so the window cannot begin there.`
}

/** The days from `since` to the last that shows the anomaly; those measured where nothing is said. */
export const windowDays = (
  { question, anomaly }: Pick<Looked, 'question' | 'anomaly'>,
  { since }: Pick<Moved, 'since'>,
): readonly string[] => {
  if (since === null) return anomaly.days
  const last = [question.day, ...anomaly.days].toSorted().at(-1) ?? question.day
  return anomaly.series.map(({ at }) => at).filter(at => at.length === 10 && at >= since.slice(0, 10) && at <= last)
}

/** The anomaly as the reviewer looks at it: begun when they say, and compared with days that are not in the window. */
export const movedAnomaly = (looked: Pick<Looked, 'question' | 'anomaly'>, { since, normalDays }: Moved): Anomaly => {
  const { anomaly } = looked
  const days = windowDays(looked, { since })
  const baselineDays = (normalDays ?? anomaly.baselineDays).filter(day => since === null || !days.includes(day))
  return since === null
    ? { ...anomaly, baselineDays }
    : { ...anomaly, days, baselineDays, onset: { at: since, precision: since.length > 10 ? 'hour' : 'day' } }
}
