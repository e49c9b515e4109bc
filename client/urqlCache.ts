import { cacheExchange, type Cache, type DataFields } from '@urql/exchange-graphcache'

const embedded = () => null

/** Types without an identity of their own: they live inside the object that holds them. `Prediction.id` is unique only within its case. */
const EMBEDDED = [
  'Anomaly', 'AnswerPreview', 'Column', 'Condition', 'Confidence', 'DataSourceKind', 'DemoScenario', 'Evidence', 'Failure', 'Finding', 'Metric', 'Onset', 'PageInfo',
  'Prediction', 'Question', 'Segment', 'SegmentCondition', 'SeriesPoint', 'Statement', 'Table', 'TableSummary', 'Viewer',
  'DataSourceConnectPayload', 'InvestigationCancelPayload', 'InvestigationStartPayload', 'SetUpPayload', 'SignInPayload', 'SignOutPayload',
  'ConflictError', 'DataSourceError', 'InputError',
  'QueryDataSourcesConnection', 'QueryDataSourcesConnectionEdge', 'QueryInvestigationsConnection', 'QueryInvestigationsConnectionEdge',
  'InvestigationEventsConnection', 'InvestigationEventsConnectionEdge',
]

const entityKey = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('__typename' in value)) return null
  return `${String(value.__typename)}:${String(value.id)}`
}

/** Puts the object an event speaks of into its case's list, when it is new there. Objects known already change in place, by their id. */
const appendNew = (cache: Cache, investigation: string, field: 'hypotheses' | 'queries', entity: string | null) => {
  const list = cache.resolve(investigation, field)
  if (entity === null || !Array.isArray(list)) return
  const keys = list.map(String)
  if (!keys.includes(entity)) cache.link(investigation, field, [...keys, entity])
}

const dropLists = (cache: Cache, field: 'dataSources' | 'investigations') => {
  for (const known of cache.inspectFields('Query')) {
    if (known.fieldName === field) cache.invalidate('Query', known.fieldName, known.arguments ?? undefined)
  }
}

const foldEvent = (result: DataFields, _args: unknown, cache: Cache) => {
  const event: unknown = result['investigationEvents']
  if (typeof event !== 'object' || event === null || !('investigation' in event)) return
  const investigation = entityKey(event.investigation)
  if (investigation === null) return
  if ('hypothesis' in event) appendNew(cache, investigation, 'hypotheses', entityKey(event.hypothesis))
  if ('query' in event) appendNew(cache, investigation, 'queries', entityKey(event.query))
}

export const createCache = () => cacheExchange({
  keys: Object.fromEntries(EMBEDDED.map(type => [type, embedded])),
  updates: {
    Mutation: {
      investigationStart: (_result, _args, cache) => dropLists(cache, 'investigations'),
      dataSourceConnect: (_result, _args, cache) => dropLists(cache, 'dataSources'),
    },
    Subscription: { investigationEvents: foldEvent },
  },
})
