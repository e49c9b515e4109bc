import { wholeBetween, type Random, type Range } from './random.ts'

/** One combination of values. */
export type Element = readonly (readonly [dimension: number, value: number])[]

type Wanted = {
  readonly sizes: readonly number[]
  readonly family: { readonly elements: Range; readonly onlyLeaves: boolean; readonly hidden: number }
  readonly count: number
  readonly isEmpty: (leaf: number) => boolean
}

/** Causes of one or several elements each: every cause in other dimensions than those before it (leaves excepted), and none of their values. */
export const drawCauses = (random: Random, { count, ...wanted }: Wanted): readonly (readonly Element[])[] => {
  const causes: (readonly Element[])[] = []
  while (causes.length < count) {
    const drawn = drawCause(random, wanted, causes)
    if (drawn !== null) causes.push(drawn)
  }
  return causes
}

const drawCause = (
  random: Random,
  { sizes, family, isEmpty }: Omit<Wanted, 'count'>,
  causes: readonly (readonly Element[])[],
): readonly Element[] | null => {
  const layer = family.onlyLeaves ? sizes.length : wholeBetween(random, [1, sizes.length])
  const count = wholeBetween(random, family.elements)
  const shuffled = sizes
    .map((_, dimension) => ({ dimension, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ dimension }) => dimension)
  const dimensions = family.hidden > 0 ? [sizes.length - 1] : shuffled.slice(0, layer).toSorted((a, b) => a - b)
  const isUsed = causes.some(([first]) => first?.map(([dimension]) => dimension).join() === dimensions.join())
  if (isUsed && dimensions.length < sizes.length) return null
  const taken = new Set(causes.flat(2).map(pair => pair.join()))
  const free = dimensions.map(dimension =>
    Array.from({ length: sizes[dimension] ?? 0 }, (_, value) => value).filter(
      value => !taken.has([dimension, value].join()),
    ),
  )
  if (free.some(list => list.length === 0)) return null
  const elements = Array.from({ length: count }, (): Element =>
    dimensions.map((dimension, place) => [
      dimension,
      free[place]?.[Math.floor(random() * (free[place]?.length ?? 1))] ?? 0,
    ]),
  )
  const isSingleLeaf = dimensions.length === sizes.length
  const leafOf = (element: Element) =>
    element.reduce((leaf, [dimension, value]) => leaf * (sizes[dimension] ?? 1) + value, 0)
  const isDistinct = new Set(elements.map(element => element.join())).size === count
  return isDistinct && !(isSingleLeaf && elements.some(element => isEmpty(leafOf(element)))) ? elements : null
}
