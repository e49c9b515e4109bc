import type { InvestigationEvent, RanQuery } from '../investigation/events.ts'
import type { ModelUse } from '../model/modelHypothesis.ts'

/** What one fact used, to be priced where it is saved. `resource` null: the case's data source. */
export type UsagePart = {
  readonly kind: 'investigation' | 'query' | 'model'
  readonly resource: string | null
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cachedTokens: number
  readonly rows: number
  readonly bytes: number
  readonly ms: number
}

const none: Omit<UsagePart, 'kind'> = {
  resource: null,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  rows: 0,
  bytes: 0,
  ms: 0,
}

const ofModel = ({ model, inputTokens, outputTokens, cachedTokens }: ModelUse): UsagePart => ({
  ...none,
  kind: 'model',
  resource: model,
  inputTokens,
  outputTokens,
  cachedTokens,
})

/** As the data source says; where it says nothing afterwards, what it said before. */
const bytesOf = ({ bytesRead, estimate }: RanQuery) => Math.round(bytesRead ?? estimate?.bytes ?? 0)

/** What a fact says was used. It is read off the fact and nothing else, so what is recorded once counts once. */
export const usageParts = (event: InvestigationEvent): readonly UsagePart[] => {
  switch (event.type) {
    case 'InvestigationOpened':
      return [{ ...none, kind: 'investigation' }]
    case 'QueryRan':
      return [
        {
          ...none,
          kind: 'query',
          rows: event.data.rows,
          bytes: bytesOf(event.data),
          ms: Math.round(event.data.elapsedMs),
        },
      ]
    case 'QueryFailed':
      return event.data.elapsedMs === undefined
        ? []
        : [{ ...none, kind: 'query', ms: Math.round(event.data.elapsedMs) }]
    case 'ModelAnswered':
    case 'ModelLeft':
      return event.data.uses.map(ofModel)
    default:
      return []
  }
}
