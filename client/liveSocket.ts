import { createClient } from 'graphql-ws'

const PING_MS = 5000
const PONG_WITHIN_MS = 4000

/**
 * The socket of subscriptions. It does not reconnect by itself: who follows a case subscribes again from its own cursor, so nothing comes twice.
 * A server that stays silent after a ping is given up, since a half-open socket reports nothing.
 */
export const createLiveSocket = (url: string) => {
  let socket: WebSocket | null = null
  let overdue: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url,
    lazy: true,
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      opened: opened => {
        socket = opened instanceof WebSocket ? opened : null
      },
      ping: received => {
        if (!received) overdue = setTimeout(() => client.terminate(), PONG_WITHIN_MS)
      },
      pong: received => {
        if (received) clearTimeout(overdue)
      },
      closed: () => clearTimeout(overdue),
    },
  })
  window.addEventListener('offline', () => {
    if (socket?.readyState === WebSocket.OPEN) client.terminate()
  })
  return client
}
