import type { CaseRef } from '../shared/ids.ts'
import type { Answer } from './dataSource.ts'

/** The answers that are kept beside a case's facts. */
export interface KeptAnswers {
  /** The first rows of the answer; null where none was kept. */
  answerOf(ref: CaseRef, queryId: string): Promise<Pick<Answer, 'columns' | 'rows'> | null>
}
