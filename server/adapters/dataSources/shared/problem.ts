import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { createHiding } from '../../../core/shared/hiding.ts'
import { refuse } from '../../../core/shared/result.ts'

const RETRYABLE: readonly DataSourceProblem['code'][] = ['unreachable', 'timed-out']

/** A problem in words fit for people; whether to try again follows from the code. */
export const problem = (code: DataSourceProblem['code'], message: string): DataSourceProblem => ({
  code,
  message,
  retryable: RETRYABLE.includes(code),
})

/** Why work was stopped before it ended. */
export type StopReason = 'timed-out' | 'cancelled'

export const stopped = (reason: StopReason) =>
  refuse(
    reason === 'timed-out'
      ? problem('timed-out', 'The data source did not answer in time.')
      : problem('cancelled', 'The query was cancelled.'),
  )

const MAX_MESSAGE = 200

/** One line of a driver's message, without anything that the settings hold. */
export const cleanMessage = (message: string, hidden: readonly string[]) => {
  const line = message.split('\n')[0] ?? ''
  // Hidden before it is cut, so that no half of a secret stays.
  const clean = createHiding(hidden)(line)
  return clean.length > MAX_MESSAGE ? `${clean.slice(0, MAX_MESSAGE)}…` : clean
}
