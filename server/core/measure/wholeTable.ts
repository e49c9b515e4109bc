import type { Focus } from '../dataset/focus.ts'
import type { FailureReason } from '../investigation/events.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Question } from '../metric/question.ts'
import type { Answer } from '../ports/dataSource.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { answerRows } from './answerRows.ts'
import { candidateColumns } from './dimensions.ts'
import type { SeriesSignal } from './signal.ts'

/** What a rate of nulls or repeats is allowed to be where there is no history to compare with. */
const tolerated = 0.005

/** A table without time, measured as a whole: only what should be zero everywhere can be called wrong. */
export const wholeTableAnomaly = (
  question: Question,
  focus: Focus,
  answer: Answer,
): Result<{ anomaly: Anomaly; found: boolean; series: SeriesSignal }, { reason: FailureReason; message: string }> => {
  const [row] = answerRows(answer)
  const rows = row?.count('n') ?? 0
  if (!row || rows === 0) return refuse({ reason: 'table-empty', message: `${focus.table.name.name} has no rows.` })
  const { kind } = question.metric
  if (kind !== 'nullRate' && kind !== 'duplicateRate') {
    return refuse({
      reason: 'no-time-column',
      message:
        'Without a time column there is no history to compare with; only null and duplicate rates can be judged against the whole table.',
    })
  }
  const observed = kind === 'nullRate' ? row.count('k') / rows : 1 - row.count('d') / rows
  const anomaly: Anomaly = {
    observed,
    expected: 0,
    low: 0,
    high: tolerated,
    score: observed / tolerated,
    direction: 'up',
    onset: null,
    shape: null,
    days: [],
    baselineDays: [],
    series: [{ at: question.day, value: observed, rows, expected: 0, low: 0, high: tolerated }],
  }
  return ok({
    anomaly,
    found: observed > tolerated,
    series: {
      scan: 'series',
      hours: [],
      newest: null,
      rows: { alert: rows, normal: rows },
      mean: null,
      size: null,
      cardinalities: candidateColumns(focus, question.metric).map(({ name }, index) => ({
        column: name,
        alert: row.count(`a${index}`),
        normal: row.count(`a${index}`),
      })),
    },
  })
}
