import type { Client, CombinedError } from '@urql/vue'
import type { InvestigationStatus, LiveEvent_EventFragment } from '../gql/graphql.ts'
import { readFragment } from '../gql/index.ts'
import { eventHistoryQuery, LiveEvent_event } from './eventDocuments.ts'

type HistoryPage =
  | {
      readonly outcome: 'read'
      readonly status: InvestigationStatus
      readonly events: readonly LiveEvent_EventFragment[]
      readonly next: string | null
    }
  | { readonly outcome: 'lost' }
  | { readonly outcome: 'refused' }

/** Whether the server said no, which asking again will not change. Over the socket its no is a list of errors; all else in that place is the network. */
export const isRefusal = (error: CombinedError) => error.graphQLErrors.length > 0 || Array.isArray(error.networkError)

/** The events that were there before, a page at a time; `next` asks for the page after. */
export const readHistoryPage = async (client: Client, id: string, after: string | null): Promise<HistoryPage> => {
  const { data, error } = await client
    .query(eventHistoryQuery, { id, after }, { requestPolicy: 'network-only' })
    .toPromise()
  if (error) return { outcome: isRefusal(error) ? 'refused' : 'lost' }
  if (data?.node?.__typename !== 'Investigation') return { outcome: 'refused' }
  const {
    status,
    events: { edges, pageInfo },
  } = data.node
  return {
    outcome: 'read',
    status,
    events: edges.map(({ node }) => readFragment(LiveEvent_event, node)),
    next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
  }
}
