import { onScopeDispose, readonly, ref } from 'vue'

/** Text for a polite live region, replaced at most once in `everyMs`; of several the last is said. */
export const useAnnouncement = (everyMs: number) => {
  const said = ref('')
  let next: string | null = null
  let resting: ReturnType<typeof setTimeout> | undefined
  const speak = () => {
    resting = undefined
    if (next === null) return
    said.value = next
    next = null
    resting = setTimeout(speak, everyMs)
  }
  onScopeDispose(() => clearTimeout(resting))
  return {
    said: readonly(said),
    say(text: string) {
      next = text
      if (resting === undefined) speak()
    },
  }
}
