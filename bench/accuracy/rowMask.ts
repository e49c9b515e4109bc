import { openDuckDbFile } from '../../demo/duckDbFile.ts'
import type { Segment } from '../../server/core/finding/finding.ts'
import { segmentsSql } from './recipe.ts'
import type { BenchQuestion } from './truth.ts'

type Masks = { readonly truth: string; readonly answer: string | null }

/** Rows of both conditions and of either, where `within` holds. */
const compared = async (
  path: string,
  { table }: BenchQuestion,
  { truth, answer, within }: Masks & { readonly within: string },
) => {
  const file = await openDuckDbFile(path, 'read')
  try {
    const [row] = await file.rows(`SELECT count(*) FILTER (a AND b) AS both, count(*) FILTER (a OR b) AS either FROM (
      SELECT coalesce(${truth}, false) AS a, coalesce(${answer ?? 'true'}, false) AS b FROM ${table.name} WHERE ${within})`)
    return { both: Number(row?.both ?? 0), either: Number(row?.either ?? 0) }
  } finally {
    await file.close()
  }
}

const onDay = ({ timeColumn, day }: BenchQuestion) =>
  `${timeColumn ?? ''} >= DATE '${day}' AND ${timeColumn ?? ''} < DATE '${day}' + 1`

/** How alike two conditions are over the rows of the asked day: rows of both by rows of either; 1 where neither has any. */
export const jaccard = async (path: string, question: BenchQuestion, masks: Masks): Promise<number> => {
  const { both, either } = await compared(path, question, { ...masks, within: onDay(question) })
  return either === 0 ? 1 : both / either
}

/** Whether two lists of segments are the same rows, because columns imply each other: in the weeks before, or (values that are new) on the day itself. */
export const sameRows = async (
  path: string,
  question: BenchQuestion,
  { truth, answer }: { truth: readonly Segment[]; answer: readonly Segment[] },
): Promise<boolean> => {
  const masks = { truth: segmentsSql(truth), answer: segmentsSql(answer) }
  const before = `${question.timeColumn ?? ''} < DATE '${question.day}' - 4`
  for (const within of [before, onDay(question)]) {
    const { both, either } = await compared(path, question, { ...masks, within })
    if (either > 0) return both === either
  }
  return false
}
