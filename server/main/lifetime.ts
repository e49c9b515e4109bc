/** What the process holds open. */
export interface Lifetime {
  /** Waits for the resource and closes it at the end, or at once where the end has already come; then it throws. */
  keep<T>(opening: T | Promise<T>, close: (resource: T) => Promise<void> | void): Promise<T>
  /** Closes everything, what was opened last first. Safe to call twice. */
  end(): Promise<void>
}

export const createLifetime = (): Lifetime => {
  const stack = new AsyncDisposableStack()
  return {
    async keep(opening, close) {
      const resource = await opening
      if (stack.disposed) {
        await close(resource)
        throw new Error('Stopped while starting')
      }
      return stack.adopt(resource, close)
    },
    end: () => stack.disposeAsync(),
  }
}
