import { onScopeDispose, readonly, ref } from 'vue'

/** The time, for texts such as '4 minutes ago'; moves once every `everyMs`. */
export const useNow = (everyMs: number) => {
  const now = ref(Date.now())
  const timer = setInterval(() => {
    now.value = Date.now()
  }, everyMs)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
