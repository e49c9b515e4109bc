import { useClientHandle, type CombinedError } from '@urql/vue'
import { computed, onScopeDispose, readonly, ref, shallowRef } from 'vue'
import type { LiveEvent_EventFragment } from '../gql/graphql.ts'
import { readFragment } from '../gql/index.ts'
import { eventHistoryQuery, eventsSubscription, LiveEvent_event } from './eventDocuments.ts'
import { emptyLog, foldEvents, logCursor, type EventLog } from './foldEvents.ts'

/** `loading`: the history is read. `live`: following. `reconnecting`: the line is down. `ended`: the case is closed. `failed`: asking again will not help. */
export type LineState = 'loading' | 'live' | 'reconnecting' | 'ended' | 'failed'

const RETRY_MS = [250, 500, 1000, 2000, 4000]

// The server refuses with a list of errors; anything else in its place is the network.
const isRefusal = (error: CombinedError) => error.graphQLErrors.length > 0 || Array.isArray(error.networkError)

/** Follows the events of a case from the first to the last, over lost connections. `onEvent` hears of each new one while it is live. */
export const useEventLog = (id: string, onEvent: () => void) => {
  const { client } = useClientHandle()
  const log = shallowRef<EventLog<LiveEvent_EventFragment>>(emptyLog)
  const line = ref<LineState>('loading')
  const heardAt = ref(Date.now())
  let disposed = false
  let attempt = 0
  let stop = () => {}
  let retry: ReturnType<typeof setTimeout> | undefined

  const retryLater = (again: () => void) => {
    if (disposed) return
    line.value = 'reconnecting'
    stop()
    clearTimeout(retry)
    retry = setTimeout(again, RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)])
  }

  const follow = () => {
    stop()
    const { unsubscribe } = client.subscription(eventsSubscription, { id, after: logCursor(log.value) }).subscribe(({ data, error }) => {
      if (error) {
        if (isRefusal(error)) line.value = 'failed'
        else retryLater(follow)
        return
      }
      if (!data) return
      const event = readFragment(LiveEvent_event, data.investigationEvents)
      const { status, version } = data.investigationEvents.investigation
      log.value = foldEvents(log.value, [event])
      attempt = 0
      heardAt.value = Date.now()
      line.value = status !== 'RUNNING' && log.value.events.length >= version ? 'ended' : 'live'
      onEvent()
      if (log.value.held.length > 0) follow()
    })
    stop = unsubscribe
  }

  const readHistory = async (after: string | null): Promise<void> => {
    const { data, error } = await client.query(eventHistoryQuery, { id, after }, { requestPolicy: 'network-only' }).toPromise()
    if (disposed) return
    if (error && isRefusal(error)) line.value = 'failed'
    else if (error) retryLater(() => { void readHistory(after) })
    if (error || data?.node?.__typename !== 'Investigation') return
    const { status, events } = data.node
    log.value = foldEvents(log.value, events.edges.map(({ node }) => readFragment(LiveEvent_event, node)))
    if (events.pageInfo.hasNextPage && events.pageInfo.endCursor) return readHistory(events.pageInfo.endCursor)
    attempt = 0
    heardAt.value = Date.now()
    line.value = status === 'RUNNING' ? 'live' : 'ended'
    if (status !== 'RUNNING') return
    onEvent()
    follow()
  }

  const goOffline = () => { if (line.value === 'live') retryLater(follow) }
  window.addEventListener('offline', goOffline)
  onScopeDispose(() => {
    disposed = true
    clearTimeout(retry)
    stop()
    window.removeEventListener('offline', goOffline)
  })
  void readHistory(null)
  return { events: computed(() => log.value.events), line: readonly(line), heardAt: readonly(heardAt) }
}
