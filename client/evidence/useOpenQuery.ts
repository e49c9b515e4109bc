import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Which query lies open beside the page: kept in the address, so that a link shows it and Back closes it. */
export const useOpenQuery = () => {
  const route = useRoute()
  const router = useRouter()
  const openId = computed(() => (typeof route.query['query'] === 'string' ? route.query['query'] : null))
  return {
    openId,
    open: (id: string) => router.push({ query: { ...route.query, query: id }, hash: route.hash }),
    close: () => {
      const back: unknown = router.options.history.state['back']
      if (typeof back === 'string' && back.split(/[?#]/)[0] === route.path) return router.back()
      const { query: _closed, ...rest } = route.query
      return router.replace({ query: rest, hash: route.hash })
    },
  }
}
