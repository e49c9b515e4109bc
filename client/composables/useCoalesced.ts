import { onScopeDispose } from 'vue'

/** Runs `action` soon after it was asked for, however often it is asked: at most once in `everyMs`, and always once more after the last wish. */
export const useCoalesced = (action: () => void, everyMs: number) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined
      action()
    }, everyMs)
  }
}
