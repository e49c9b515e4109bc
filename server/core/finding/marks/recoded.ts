import { bestSwap } from '../../fault/reading/recode.ts'
import { literal, quote } from '../../measure/sql.ts'
import type { Marker } from './mark.ts'

/** The value that took the place of another. */
export const recodedMark: Marker = state => {
  const swap = bestSwap(state)
  return (
    swap && {
      where: `${quote(swap.column)} = ${literal(swap.found)}`,
      segments: [],
      rows: Math.round(swap.come),
      usual: 0,
    }
  )
}
