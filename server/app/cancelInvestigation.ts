import type { CaseRef, PersonId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { change } from './change.ts'
import type { Tools } from './tools.ts'

/** Stops a running case; its facts so far stay. */
export const cancelInvestigation = ({ store }: Pick<Tools, 'store'>) => async (ref: CaseRef, personId: PersonId | null): Promise<Result<null, { code: 'not-found' | 'not-running' }>> => {
  const cancelled = await change(store)(ref, { type: 'CancelInvestigation', by: personId })
  if (cancelled.ok) return ok(null)
  return refuse({ code: cancelled.problem.code === 'not-found' ? 'not-found' : 'not-running' })
}
