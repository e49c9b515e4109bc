import type { ByPerson } from '../core/approval/request.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { change } from './change.ts'
import type { Tools } from './tools.ts'

/** Stops a running case; its facts so far stay. `by` null: the program itself. */
export const cancelInvestigation =
  ({ store }: Pick<Tools, 'store'>) =>
  async (ref: CaseRef, by: ByPerson | null): Promise<Result<null, { code: 'not-found' | 'not-running' }>> => {
    const cancelled = await change(store)(ref, {
      type: 'CancelInvestigation',
      by: by?.by ?? null,
      byName: by?.byName ?? null,
    })
    if (cancelled.ok) return ok(null)
    return refuse({ code: cancelled.problem.code === 'not-found' ? 'not-found' : 'not-running' })
  }
