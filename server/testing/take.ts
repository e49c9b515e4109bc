/** The first `count` values of a stream, which is then closed. */
export const take = async <T>(stream: AsyncIterable<T>, count: number): Promise<readonly T[]> => {
  const values: T[] = []
  for await (const value of stream) {
    values.push(value)
    if (values.length >= count) break
  }
  return values
}

/** Everything a stream gives until it ends. */
export const all = <T>(stream: AsyncIterable<T>): Promise<readonly T[]> => take(stream, Number.POSITIVE_INFINITY)

/** What is left of a stream whose iterator was taken in hand. */
export const rest = <T>(iterator: AsyncIterator<T>): Promise<readonly T[]> =>
  all({ [Symbol.asyncIterator]: () => iterator })
