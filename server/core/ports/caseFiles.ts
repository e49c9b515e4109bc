import type { CaseFile } from '../caseFile/caseFile.ts'
import type { CaseRefusal, CaseWish } from '../caseFile/changeCase.ts'
import type { CaseRef, PersonId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** `expectedVersion`: what the change was made on. */
export type CaseFileChange = {
  readonly ref: CaseRef
  readonly expectedVersion: number
  readonly wish: CaseWish
  readonly by: { readonly id: PersonId; readonly name: string }
}

export type CaseFileRefusal = CaseRefusal | { readonly code: 'not-found' } | { readonly code: 'conflict' }

/** What people keep about cases. */
export interface CaseFiles {
  /** Saves the change with its line in the case's activity, its label and its entry in the audit trail; of racing changes on one version exactly one wins. */
  change(change: CaseFileChange): Promise<Result<CaseFile, CaseFileRefusal>>
}
