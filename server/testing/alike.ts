type Aim = { readonly tolerance: Tolerance; readonly path: readonly string[] }

/** Whether a number found may be as far off as that, as a share; told by the names that lead to it. */
export type Tolerance = (path: readonly string[]) => number

/** Where two values differ, in words; objects in lists are matched whatever their order. */
export const differences = (expected: unknown, found: unknown, tolerance: Tolerance): readonly string[] =>
  compared(expected, found, { tolerance, path: [] })

const compared = (expected: unknown, found: unknown, { tolerance, path }: Aim): readonly string[] => {
  const say = () => [
    `${path.join('.')}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`.slice(0, 300),
  ]
  if (typeof expected === 'number' && typeof found === 'number') {
    const share = tolerance(path)
    return Math.abs(expected - found) <= Math.max(Math.abs(expected), Math.abs(found)) * share + 1e-9 ? [] : say()
  }
  if (Array.isArray(expected) && Array.isArray(found)) {
    if (expected.length !== found.length) return say()
    const [left, right] = [ordered(expected), ordered(found)]
    return left.flatMap((item, index) => compared(item, right[index], { tolerance, path: [...path, String(index)] }))
  }
  if (typeof expected === 'object' && typeof found === 'object' && expected !== null && found !== null) {
    const other = new Map(Object.entries(found))
    return [...new Set([...Object.keys(expected), ...other.keys()])].flatMap(key =>
      compared((expected as Readonly<Record<string, unknown>>)[key], other.get(key), {
        tolerance,
        path: [...path, key],
      }),
    )
  }
  return expected === found ? [] : say()
}

const ordered = (list: readonly unknown[]) =>
  list.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0))

/** Texts name a thing; numbers may differ. Lists of plain values keep their order. */
const nameOf = (item: unknown): string => {
  if (typeof item !== 'object' || item === null) return ''
  return JSON.stringify(
    Object.entries(item).filter(
      ([, value]) =>
        typeof value === 'string' ||
        value === null ||
        (Array.isArray(value) && typeof value[0] === 'object' && 'value' in value[0]),
    ),
  )
}
