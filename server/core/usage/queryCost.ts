import type { CostEstimate } from '../ports/dataSource.ts'
import { moneyText, type Micros } from './money.ts'

/** What a data source costs by the tenant's price book today; null where the book has no such price. */
export type SourcePrices = { readonly terabyte: Micros | null; readonly second: Micros | null }

/** An estimate with what the bytes come to, as text so that nothing is rounded; null where no price or no number is known. */
export type PricedEstimate = CostEstimate & { readonly cost: string | null }

export const noPrices: SourcePrices = { terabyte: null, second: null }

/** 10^12 bytes, as warehouses sell them. */
const TERABYTE = 1_000_000_000_000n

/** What reading so many bytes comes to, to the nearest millionth. How many seconds it takes is known afterwards only. */
export const priceEstimate = (estimate: CostEstimate, { terabyte }: SourcePrices): PricedEstimate => {
  const { bytes } = estimate
  return {
    ...estimate,
    cost:
      bytes === null || terabyte === null
        ? null
        : moneyText((BigInt(Math.round(bytes)) * terabyte + TERABYTE / 2n) / TERABYTE),
  }
}
