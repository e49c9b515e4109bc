import type { Answer } from '../../../core/ports/dataSource.ts'
import type { QueryGuard, SafeQuery } from '../../../core/ports/queryGuard.ts'
import type { Result } from '../../../core/shared/result.ts'
import type { goodQueries } from './corpus.ts'
import { verdictsOn } from './verdicts.ts'
import { SENTINEL } from './warehouse.ts'

type Ask = (query: SafeQuery) => Promise<Result<Answer, { readonly message: string }>>

/** Runs the queries that should pass; those that were refused, that failed, or whose answer holds what nobody may see. */
export const failuresOfGood = async (
  guard: QueryGuard,
  queries: typeof goodQueries,
  ask: Ask,
): Promise<readonly string[]> => {
  const failed: string[] = []
  for (const { sql, verdict } of await verdictsOn(guard, queries)) {
    const answer = verdict.ok ? await ask(verdict.value) : verdict
    if (!answer.ok) failed.push(`${sql} → ${answer.problem.message}`)
    else if (JSON.stringify(answer.value).includes(SENTINEL)) failed.push(`${sql} leaks`)
  }
  return failed
}
