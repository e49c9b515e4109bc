/** The first `count` values of a stream, which is then closed. */
export const take = async <T>(stream: AsyncIterable<T>, count: number): Promise<readonly T[]> => {
  const values: T[] = []
  for await (const value of stream) {
    values.push(value)
    if (values.length >= count) break
  }
  return values
}
