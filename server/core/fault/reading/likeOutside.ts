import type { ColumnProfile, NumberProfile } from '../../measure/signal.ts'
import type { Pair } from '../../measure/pair.ts'

/** Of so few normal rows for each of the alert's, no distribution is known. */
const fewest = 0.02

const beside = (own: Pair, other: Pair | undefined): Pair => ({ alert: own.alert, normal: other?.normal ?? own.normal })

const matched = <Item>(own: readonly Item[], other: readonly Item[], isSame: (a: Item, b: Item) => boolean) =>
  own.map(item => ({ item, like: other.find(known => isSame(item, known)) }))

const numbersBeside = (own: NumberProfile, other: NumberProfile): NumberProfile => {
  const points = (name: 'quantiles' | 'sizes') =>
    matched(own[name], other[name], (a, b) => a.p === b.p).map(({ item, like }) => ({
      ...item,
      normal: like?.normal ?? null,
    }))
  return {
    ...own,
    mean: beside(own.mean, other.mean),
    quantiles: points('quantiles'),
    sizes: points('sizes'),
    negativeRate: beside(own.negativeRate, other.negativeRate),
    zeroRate: beside(own.zeroRate, other.zeroRate),
    sentinels: matched(own.sentinels, other.sentinels, (a, b) => a.value === b.value).map(({ item, like }) => ({
      ...item,
      rate: beside(item.rate, like?.rate),
    })),
    ...(own.grain && other.grain
      ? {
          grain: {
            ...own.grain,
            grids: matched(own.grain.grids, other.grain.grids, (a, b) => a.grid === b.grid).map(({ item, like }) => ({
              ...item,
              rate: beside(item.rate, like?.rate),
            })),
            limitRate: beside(own.grain.limitRate, other.grain.limitRate),
          },
        }
      : {}),
  }
}

/** Rows of a kind that normal days do not know, such as those of a new release, have no usual numbers of their own: those of all others stand in. */
export const likeOutside = (own: ColumnProfile, others: readonly ColumnProfile[]): ColumnProfile => {
  const other = others.find(({ column, part }) => part === 'outside' && column === own.column)
  if (own.part !== 'inside' || !own.numbers || !other?.numbers || own.rows.normal > fewest * own.rows.alert) return own
  return { ...own, nullRate: beside(own.nullRate, other.nullRate), numbers: numbersBeside(own.numbers, other.numbers) }
}
