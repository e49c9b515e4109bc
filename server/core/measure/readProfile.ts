import type { Column } from '../dataset/table.ts'
import type { Row } from './answerRows.ts'
import { isNumeric, numberSentinels, quantilePoints, textSentinels } from './columnMeasures.ts'
import type { ColumnProfile, NumberProfile, Pair, TextProfile } from './signal.ts'

type Source = { readonly column: Column; readonly part: 'inside' | 'outside'; readonly prefix: string; readonly scale: number; readonly alert: Row | undefined; readonly normal: Row | undefined }

const rate = (row: Row | undefined, part: string, whole: string) => row && row.count(whole) > 0 ? row.count(part) / row.count(whole) : 0

/** Reads what `columnMeasures` asked for one column, in one part of the table. */
export const readColumn = (source: Source): ColumnProfile => {
  const { column, part, prefix, scale, alert, normal } = source
  const rates = (measure: string, whole = `${prefix}has`): Pair => ({ alert: rate(alert, `${prefix}${measure}`, whole), normal: rate(normal, `${prefix}${measure}`, whole) })
  const has = rates('has', 'n')
  const both = alert?.number(`${prefix}both`) ?? null
  return {
    column: column.name, part,
    rows: { alert: alert?.count('n') ?? 0, normal: (normal?.count('n') ?? 0) * scale },
    nullRate: { alert: alert ? 1 - has.alert : 0, normal: normal ? 1 - has.normal : 0 },
    nullWithTarget: both === null ? null : watchedShare(alert, both),
    numbers: isNumeric(column) ? numbers(source, rates) : null,
    texts: column.kind === 'text' ? texts(source, rates) : null,
  }
}

/** The watched column is profiled first, so its nulls are those of prefix c0_. */
const watchedShare = (row: Row | undefined, part: number) => {
  const nulls = row ? row.count('n') - row.count('c0_has') : 0
  return nulls > 0 ? part / nulls : null
}

type Rates = (measure: string, whole?: string) => Pair

const numbers = ({ prefix, alert, normal }: Source, rates: Rates): NumberProfile => {
  const points = (name: string) => quantilePoints.map((p, index) => ({
    p, alert: alert?.number(`${prefix}${name}${index}`) ?? null, normal: normal?.number(`${prefix}${name}${index}`) ?? null,
  }))
  return {
    mean: rates('sum'), quantiles: points('q'), sizes: points('a'), negativeRate: rates('neg'), zeroRate: rates('zero'),
    sentinels: numberSentinels.map((value, index) => ({ value: String(value), rate: rates(`s${index}`) })),
  }
}

const texts = ({ prefix, alert }: Source, rates: Rates): TextProfile => {
  const broken = alert?.number(`${prefix}broken`) ?? null
  return {
    sentinels: [{ value: 'any placeholder', rate: rates('sentinel') }, ...textSentinels.map((value, index) => ({ value, rate: rates(`s${index}`) }))],
    numericRate: rates('plain'), dressedRate: rates('dressed'), dressedWithTarget: broken === null ? null : watchedShare(alert, broken),
  }
}
