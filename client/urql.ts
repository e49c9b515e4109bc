import { cacheExchange, Client, fetchExchange, mapExchange, subscriptionExchange } from '@urql/vue'

type Socket = Awaited<ReturnType<typeof openSocket>>

const socketUrl = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`
const openSocket = async () => (await import('./liveSocket.ts')).createLiveSocket(socketUrl())

let socket: Promise<Socket> | null = null

/** The GraphQL client. `onSignedOut` is called when the server no longer knows who is asking. */
export const createGraphqlClient = ({ onSignedOut }: { onSignedOut: () => void }) =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin', headers: { 'graphql-require-preflight': '1' } },
    exchanges: [
      mapExchange({
        onError: error => {
          if (error.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED')) onSignedOut()
        },
      }),
      cacheExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables = {} }) => ({
          subscribe: sink => {
            let stop = () => {}
            let unsubscribed = false
            socket ??= openSocket()
            socket.then(opened => {
              if (unsubscribed) return
              stop = opened.subscribe(
                { query, variables },
                {
                  next: ({ data = null, errors = [] }) => sink.next(errors.length > 0 ? { data, errors } : { data }),
                  error: error => sink.error(error),
                  complete: () => sink.complete(),
                },
              )
            }, sink.error)
            return {
              unsubscribe: () => {
                unsubscribed = true
                stop()
              },
            }
          },
        }),
      }),
      fetchExchange,
    ],
  })
