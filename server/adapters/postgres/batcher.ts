type Waiting<In, Out> = {
  readonly item: In
  readonly key: string
  resolve(out: Out): void
  reject(problem: unknown): void
}

type Options<In, Out> = {
  /** Answers each item of the batch, in order. */
  readonly run: (items: readonly In[]) => Promise<readonly Out[]>
  /** Items with the same key never run in one batch or at the same time. */
  readonly keyOf: (item: In) => string
  /** Whether a batch that failed so may be the fault of one of its items; then each is tried by itself. */
  readonly isItemsFault: (problem: unknown) => boolean
  readonly lanes: number
  readonly batchSize: number
}

/** Runs items at once while a lane is free; those that come meanwhile share the next batch. Costs nobody a wait that was not there anyway. */
export const createBatcher = <In, Out>(options: Options<In, Out>) => {
  let waiting: readonly Waiting<In, Out>[] = []
  const busy = new Set<string>()
  let running = 0

  const take = () => {
    const batch: Waiting<In, Out>[] = []
    const rest: Waiting<In, Out>[] = []
    for (const one of waiting) {
      if (batch.length >= options.batchSize || busy.has(one.key)) rest.push(one)
      else {
        batch.push(one)
        busy.add(one.key)
      }
    }
    waiting = rest
    return batch
  }

  const settle = async (batch: readonly Waiting<In, Out>[]): Promise<void> => {
    try {
      const outs = await options.run(batch.map(one => one.item))
      batch.forEach((one, index) => one.resolve(outs[index] as Out))
    } catch (problem) {
      if (batch.length > 1 && options.isItemsFault(problem)) await Promise.all(batch.map(one => settle([one])))
      else batch.forEach(one => one.reject(problem))
    }
  }

  const pump = () => {
    while (running < options.lanes) {
      const batch = take()
      if (batch.length === 0) return
      running++
      void settle(batch).then(() => {
        running--
        for (const { key } of batch) busy.delete(key)
        pump()
      })
    }
  }

  return (item: In) =>
    new Promise<Out>((resolve, reject) => {
      waiting = [...waiting, { item, key: options.keyOf(item), resolve, reject }]
      pump()
    })
}
