/** Lets at most `limit` of the given works run at once; the others wait their turn in order. */
export const createGate = (limit: number) => {
  const waiting: (() => void)[] = []
  let running = 0
  const leave = () => {
    running -= 1
    waiting.shift()?.()
  }
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit) await new Promise<void>(enter => waiting.push(enter))
    running += 1
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
