// A data source that takes queries and does not answer: waiting for each of them, and for each again, would take hours.
import type { FailedQuery, InvestigationEvent, LateCatalogue } from './events.ts'
import { evolve, type State } from './state.ts'

/** So many queries of ours in a row tell that it is the data source, and not one query or one moment. */
const silentAfter = 2

/** Whether the data source did not answer the last queries of ours, or its catalogue. */
export const isSilent = ({ late }: Pick<State, 'late'>) => late.length >= silentAfter

/** Nothing but the anomaly itself was measured. */
const knowsLittle = ({ signals }: State) => signals.every(({ scan }) => scan === 'series')

/** A case that knows little by then ends; any other goes on without what was not answered. A query that a budget cut had less time than others. */
export const recordLate = (
  { query, isCut }: { readonly query: FailedQuery; readonly isCut: boolean },
  state: State,
): readonly InvestigationEvent[] => {
  const failed: InvestigationEvent = { type: 'QueryFailed', data: query }
  return isCut ? [failed] : afterLate(failed, state)
}

/** A case that waits for the catalogue knows nothing yet. */
export const recordLateCatalogue = (late: LateCatalogue, state: State): readonly InvestigationEvent[] => {
  const attempt = state.late.filter(what => what === late.what).length + 1
  return state.focus ? [] : afterLate({ type: 'CatalogueLate', data: { ...late, attempt } }, state)
}

const afterLate = (late: InvestigationEvent, state: State): readonly InvestigationEvent[] => {
  const after = evolve(state, late)
  if (after.late === state.late || !isSilent(after) || !knowsLittle(after)) return [late]
  const message = `The data source did not answer twice in a row: ${[...new Set(after.late)].join('; ')}.`
  return [late, { type: 'InvestigationFailed', data: { reason: 'data-source-timed-out', message } }]
}
