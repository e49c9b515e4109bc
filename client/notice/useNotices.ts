import { useSubscription } from '@urql/vue'
import { readonly, ref, watch } from 'vue'
import { graphql } from '../gql/gql.ts'

const unread = ref(0)

/** How many notices wait to be read, followed live for as long as the caller is there: once, by the frame of the page. */
export const useFollowedNotices = () => {
  const { data } = useSubscription({ query: graphql(`subscription NoticeInbox { noticeInbox { unread } }`) })
  watch(data, news => {
    if (news) unread.value = news.noticeInbox.unread
  })
  return useUnread()
}

/** The same, for whoever shows it. */
export const useUnread = () => ({ unread: readonly(unread) })
