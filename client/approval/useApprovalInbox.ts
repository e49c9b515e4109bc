import { useSubscription } from '@urql/vue'
import { readonly, ref, watch } from 'vue'
import { graphql } from '../gql/gql.ts'

const pending = ref(0)
const changes = ref(0)

/** How many requests wait; `changes` moves whenever something was asked or decided, by whomever. */
export const useApprovalInbox = () => ({ pending: readonly(pending), changes: readonly(changes) })

/** The same, followed live for as long as the caller is there: once, by the frame of the page. */
export const useFollowedInbox = () => {
  const { data } = useSubscription({ query: graphql(`subscription ApprovalInbox { approvalInbox { pending } }`) })
  watch(data, news => {
    if (!news) return
    pending.value = news.approvalInbox.pending
    changes.value += 1
  })
  return useApprovalInbox()
}
