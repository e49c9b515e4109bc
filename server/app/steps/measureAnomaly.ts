import { anomalyOf } from '../../core/measure/anomalyOf.ts'
import { seriesQuery } from '../../core/measure/series.ts'
import { wholeTableAnomaly } from '../../core/measure/wholeTable.ts'
import type { Performed, Work } from './work.ts'
import { ask, openSource } from './ask.ts'

/** Is it real, since when, and against which normal days: one scan of the series. */
export const measureAnomaly = async (work: Work): Promise<Performed> => {
  const { question, focus } = work.state
  if (!question || !focus) throw new Error('The context comes first')
  const opened = await openSource(work)
  if (!opened.ok)
    return {
      command: { type: 'FailInvestigation', reason: 'data-source-unreachable', message: opened.problem.message },
    }
  const asked = await ask(work, {
    source: opened.value,
    focus,
    scan: 'series',
    plan: dialect => seriesQuery(question, focus, dialect),
  })
  if (!asked.ok)
    return { command: { type: 'FailInvestigation', reason: 'query-refused', message: asked.problem.problem.message } }
  const { query, answer } = asked.value
  const measured = focus.timeColumn ? anomalyOf(question, focus, answer) : wholeTableAnomaly(question, focus, answer)
  if (!measured.ok) return { command: { type: 'FailInvestigation', ...measured.problem } }
  return { command: { type: 'RecordAnomaly', query, ...measured.value }, answers: [{ queryId: query.id, answer }] }
}
