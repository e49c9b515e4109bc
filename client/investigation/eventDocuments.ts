import { graphql } from '../gql/gql.ts'

export const LiveEvent_event = graphql(`
  fragment LiveEvent_event on InvestigationEvent { id cursor sequence type occurredAt headline hypothesis { id label } query { id ...QueryChip_query } }
`)

/** The events that were there already, a page at a time; light, since the page has the case itself. */
export const eventHistoryQuery = graphql(`
  query EventHistory($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      ... on Investigation {
        id status
        events(first: 100, after: $after) { edges { cursor node { ...LiveEvent_event } } pageInfo { hasNextPage endCursor } }
      }
    }
  }
`)

export const eventsSubscription = graphql(`
  subscription InvestigationEvents($id: ID!, $after: String) {
    investigationEvents(investigationId: $id, after: $after) {
      ...LiveEvent_event
      investigation { id status version }
    }
  }
`)
