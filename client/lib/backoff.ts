const WAITS_MS = [250, 500, 1000, 2000, 4000]

/** Tries again later, each time later than before, until `reset`; one try waits at a time. */
export const createBackoff = () => {
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(timer)
  return {
    later(action: () => void) {
      stop()
      timer = setTimeout(action, WAITS_MS[Math.min(attempt++, WAITS_MS.length - 1)])
    },
    reset() {
      attempt = 0
    },
    stop,
  }
}
