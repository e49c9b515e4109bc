import type { ServerResponse } from 'node:http'
import { GRAPHIQL_POLICY } from './securityHeaders.ts'

const EXAMPLE = `# The newest investigations, and what was found.
query Investigations {
  investigations(first: 5) {
    totalCount
    edges { node { id number title status finding { conclusion confidence { word } whatIsGoingOn { text } } } }
  }
}

# Follow one live: put its id below.
subscription Follow($id: ID!) {
  investigationEvents(investigationId: $id) { cursor type headline }
}
`

/** The page to try queries on. Its code is large and loaded only when somebody comes. */
export const sendGraphiql = async (response: ServerResponse) => {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  response.setHeader('content-security-policy', GRAPHIQL_POLICY)
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(
    renderGraphiQL({ title: 'Dataing API', defaultQuery: EXAMPLE, subscriptionsProtocol: 'WS', endpoint: '/graphql' }),
  )
}
