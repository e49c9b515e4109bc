// Server-sent events with ids, so that a client that was cut off can say by `Last-Event-ID` where it stopped.

const PING_MS = 12_000
const encode = (text: string) => new TextEncoder().encode(text)

type Telling<Result> = { readonly tell: (result: Result) => object; readonly cursor: () => string | null }

/** One `next` event per result as `tell` prints it, with the id that `cursor` then gives; at last `complete`. */
export const eventStream = <Result>(
  results: AsyncIterable<Result>,
  { tell, cursor }: Telling<Result>,
): ReadableStream<Uint8Array> => {
  const iterator = results[Symbol.asyncIterator]()
  let ping: NodeJS.Timeout | undefined
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // Some proxies hold a stream back until its first byte.
      controller.enqueue(encode(':\n\n'))
      ping = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encode(':\n\n'))
      }, PING_MS)
    },
    async pull(controller) {
      const result = await iterator.next()
      if (result.done !== true) return controller.enqueue(encode(next(tell(result.value), cursor())))
      clearInterval(ping)
      controller.enqueue(encode('event: complete\ndata:\n\n'))
      controller.close()
    },
    async cancel() {
      clearInterval(ping)
      await iterator.return?.()
    },
  })
}

const next = (result: object, id: string | null) =>
  `event: next\n${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(result)}\n\n`
