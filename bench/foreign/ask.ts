import type { Segment } from '../../server/core/finding/finding.ts'
import { investigate } from '../../server/testing/investigate.ts'
import { openDuckDbFile } from '../../demo/duckDbFile.ts'
import { sameSegments, scoreAnswer, type Answered } from '../accuracy/score.ts'
import type { Business } from './business.ts'
import type { Made } from './makeCase.ts'
import { clockOf } from './scene.ts'
import { text } from './sql.ts'

const segmentsSql = (segments: readonly Segment[]) =>
  segments.length === 0
    ? 'true'
    : segments
        .map(segment =>
          segment.length === 0
            ? 'true'
            : `(${segment.map(({ column, value }) => `"${column}"::VARCHAR IS NOT DISTINCT FROM ${value === null ? 'NULL' : text(value)}`).join(' AND ')})`,
        )
        .join(' OR ')

/** Rows of both conditions and of either, within a third. */
const compared = async (
  { path, business }: Pick<Made, 'path' | 'business'>,
  { one, other, within }: { one: string; other: string; within: string },
) => {
  const file = await openDuckDbFile(path, 'read')
  try {
    const [row] = await file.rows(`SELECT count(*) FILTER (a AND b) AS both, count(*) FILTER (a OR b) AS either FROM (
      SELECT coalesce(${one}, false) AS a, coalesce(${other}, false) AS b FROM ${business.watched} WHERE ${within})`)
    return { both: Number(row?.both ?? 0), either: Number(row?.either ?? 0) }
  } finally {
    await file.close()
  }
}

const onDay = (business: Business, day: string) => {
  const clock = clockOf(business, 'watched')
  return `${clock} >= TIMESTAMP '${day}' AND ${clock} < TIMESTAMP '${day}' + INTERVAL 1 DAY`
}

/** One of the places of the truth, or the same rows by other columns: in the weeks before, or on the day itself. */
const placeRight = async (made: Made, segments: readonly Segment[]): Promise<boolean> => {
  const { truth, business, question } = made
  if (truth === null) return false
  if (truth.segments.some(one => sameSegments(segments, one))) return true
  if (segments.length === 0) return false
  const before = `${clockOf(business, 'watched')} < TIMESTAMP '${question.day}' - INTERVAL 4 DAY`
  for (const acceptable of truth.segments.filter(({ length }) => length > 0))
    for (const within of [before, onDay(business, question.day)]) {
      const sides = { one: segmentsSql(acceptable), other: segmentsSql(segments), within }
      const { both, either } = await compared(made, sides)
      if (either > 0 && both === either) return true
      if (either > 0) break
    }
  return false
}

const rowsAlike = async (made: Made, predicate: string | null) => {
  const { truth, business, question } = made
  if (truth?.rows == null) return null
  const sides = { one: truth.rows, other: predicate ?? 'true', within: onDay(business, question.day) }
  const { both, either } = await compared(made, sides)
  return either === 0 ? 1 : both / either
}

/** What the product answers, and how right that is. */
export const ask = async (
  made: Made,
): Promise<{ readonly answer: Answered | null; readonly problem: string | null }> => {
  const { path, question, truth } = made
  const { finding, failure, ...given } = await investigate({ path, question })
  if (finding === null) return { answer: null, problem: failure ?? 'no finding' }
  const none = finding.conclusion === 'noAnomaly' && truth?.rows != null
  const rows = none ? 0 : await rowsAlike(made, finding.affectedPredicate)
  const segmentRight = await placeRight(made, finding.segments)
  return { answer: scoreAnswer({ finding, ...given, rows, segmentRight }, truth), problem: null }
}
