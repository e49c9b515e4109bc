import type { Col, Dim } from '../../business.ts'
import { pick, type Weighted } from '../../sql.ts'

export type Mix = Dim & { readonly weights: Weighted }

/** A column of a few values, each as frequent as its weight says. */
export const mix = (col: Col, weights: Weighted): Mix => ({ ...col, values: weights.map(([value]) => value), weights })

/** How the landing table draws it. */
export const drawn = ({ name, source, weights }: Mix) => `${pick(name, weights)} AS ${source ?? name}`

/** Many values, few of which make up most. */
export const longTail = (values: readonly string[], decay: number): Weighted =>
  values.map((value, index) => [value, 100 / (1 + index * decay)])

/** A day as a text, some days after the row's own; null where the draw says so. */
export const dayText = (draw: string, filled: number, within: number) =>
  `CASE WHEN hash(g, '${draw}?') % 100 < ${filled} THEN strftime(day + (hash(g, '${draw}') % ${within})::INTEGER, '%Y-%m-%d') END`
