import { useClientHandle } from '@urql/vue'
import { computed, onScopeDispose, readonly, ref, shallowRef } from 'vue'
import { useWentOffline } from '../composables/useWentOffline.ts'
import type { LiveEvent_EventFragment } from '../gql/graphql.ts'
import { readFragment } from '../gql/index.ts'
import { createBackoff } from '../lib/backoff.ts'
import { eventsSubscription, LiveEvent_event } from './eventDocuments.ts'
import { isRefusal, readHistoryPage } from './eventHistory.ts'
import { emptyLog, foldEvents, logCursor, type EventLog } from './foldEvents.ts'
import { isOpen } from './words.ts'

/** `loading`: the history is read. `reconnecting`: the line is down. `ended`: the case is closed. `failed`: asking again will not help. */
export type LineState = 'loading' | 'live' | 'reconnecting' | 'ended' | 'failed'

/** Follows the events of a case from the first to the last, over lost connections. `onEvent` hears that something new is known. */
export const useEventLog = (id: string, onEvent: () => void) => {
  const { client } = useClientHandle()
  const log = shallowRef<EventLog<LiveEvent_EventFragment>>(emptyLog)
  const line = ref<LineState>('loading')
  const [heardAt, backoff] = [ref(Date.now()), createBackoff()]
  let [disposed, stop] = [false, () => {}]
  const hear = (events: readonly LiveEvent_EventFragment[]) => {
    log.value = foldEvents(log.value, events)
    heardAt.value = Date.now()
    backoff.reset()
  }
  const lose = (again: () => void) => {
    stop()
    line.value = 'reconnecting'
    backoff.later(again)
  }
  const follow = () => {
    stop()
    const subscription = client
      .subscription(eventsSubscription, { id, after: logCursor(log.value) })
      .subscribe(({ data, error }) => {
        if (error) return isRefusal(error) ? void (line.value = 'failed') : lose(follow)
        if (!data) return
        hear([readFragment(LiveEvent_event, data.investigationEvents)])
        const { status, version } = data.investigationEvents.investigation
        line.value = !isOpen(status) && log.value.events.length >= version ? 'ended' : 'live'
        onEvent()
        if (log.value.held.length > 0) follow()
      })
    stop = () => subscription.unsubscribe()
  }
  const readHistory = async (after: string | null): Promise<void> => {
    const page = await readHistoryPage(client, id, after)
    if (disposed) return
    if (page.outcome === 'lost')
      return lose(() => {
        void readHistory(after)
      })
    if (page.outcome === 'refused') return void (line.value = 'failed')
    hear(page.events)
    if (page.next !== null) return readHistory(page.next)
    line.value = isOpen(page.status) ? 'live' : 'ended'
    if (isOpen(page.status)) follow()
    onEvent()
  }

  useWentOffline(() => {
    if (line.value === 'live') lose(follow)
  })
  onScopeDispose(() => {
    disposed = true
    backoff.stop()
    stop()
  })
  void readHistory(null)
  return { events: computed(() => log.value.events), line: readonly(line), heardAt: readonly(heardAt) }
}
