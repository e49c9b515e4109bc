import { ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Whether something is open; at first where the address asks for it by `?do=word`, which is taken out of it once it is closed. */
export const useOpenedBy = (word: string) => {
  const [route, router] = [useRoute(), useRouter()]
  const open = ref(route.query['do'] === word)
  watch(open, isOpen => {
    if (!isOpen && route.query['do'] === word) void router.replace({ path: route.path })
  })
  return open
}
