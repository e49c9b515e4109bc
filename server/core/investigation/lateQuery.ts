// A data source that takes queries and does not answer: waiting for each of them, and for each again, would take hours.
import type { FailedQuery, InvestigationEvent } from './events.ts'
import { evolve, type State } from './state.ts'

/** So many queries of ours in a row tell that it is the data source, and not one query or one moment. */
const silentAfter = 2

/** Whether the data source did not answer the last queries of ours. */
export const isSilent = ({ late }: Pick<State, 'late'>) => late.length >= silentAfter

/** Nothing but the anomaly itself was measured. */
const knowsLittle = ({ signals }: State) => signals.every(({ scan }) => scan === 'series')

/** A case that knows little by then ends; any other goes on without what was not answered. A query that a budget cut had less time than others. */
export const recordLate = (
  { query, isCut }: { readonly query: FailedQuery; readonly isCut: boolean },
  state: State,
): readonly InvestigationEvent[] => {
  const failed: InvestigationEvent = { type: 'QueryFailed', data: query }
  const after = evolve(state, failed)
  if (isCut || after.late === state.late || !isSilent(after) || !knowsLittle(after)) return [failed]
  const message = `The data source did not answer twice in a row: ${[...new Set(after.late)].join('; ')}.`
  return [failed, { type: 'InvestigationFailed', data: { reason: 'data-source-timed-out', message } }]
}
