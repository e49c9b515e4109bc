/** The network that one customer of a provider has, to count by: the whole address of IPv4, the first half of IPv6. */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return plain.includes(':') ? expanded(plain).slice(0, 4).join(':') : plain
}

const expanded = (address: string): readonly string[] => {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const [left, right] = [head, tail ?? ''].map(part => (part === '' ? [] : part.split(':')))
  const middle =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - (left?.length ?? 0) - (right?.length ?? 0))).fill('0')
  return [...(left ?? []), ...middle, ...(right ?? [])].map(group => group.replace(/^0+(?=.)/, ''))
}
