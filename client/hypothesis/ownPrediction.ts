import type { OwnPredictionInput, PredictedRange, PredictionUnit, Strength } from '../gql/graphql.ts'

export type Comparison = 'atLeast' | 'atMost' | 'between'
export type RangeForm = { readonly kind: Comparison; readonly low: string; readonly high: string }

/** A prediction as somebody types it. */
export type PredictionForm = {
  readonly claim: string
  readonly sql: string
  readonly unit: PredictionUnit
  readonly strength: Strength
  readonly ifTrue: RangeForm
  readonly ifFalse: RangeForm
}

/** A form to start from: a query that counts the alert's rows. */
export const startQuery = (table: string): PredictionForm => ({
  claim: '',
  unit: 'SHARE',
  strength: 'DECISIVE',
  sql: `SELECT avg(CASE WHEN … THEN 1.0 ELSE 0 END)\nFROM ${table}\nWHERE {{rows}}`,
  ifTrue: { kind: 'atLeast', low: '', high: '' },
  ifFalse: { kind: 'atMost', low: '', high: '' },
})

/** The number, of a unit that people write in per cent. */
const numberOf = (text: string, unit: PredictionUnit) =>
  text.trim() === '' ? null : Number(text.replace(',', '.')) / (unit === 'SHARE' ? 100 : 1)

const rangeOf = ({ kind, low, high }: RangeForm, unit: PredictionUnit): PredictedRange => ({
  min: kind === 'atMost' ? null : numberOf(low, unit),
  max: kind === 'atLeast' ? null : numberOf(high, unit),
})

/** What is sent. */
export const predictionInput = ({
  claim,
  sql,
  unit,
  strength,
  ifTrue,
  ifFalse,
}: PredictionForm): OwnPredictionInput => ({
  claim,
  sql,
  unit,
  strength,
  ifTrue: rangeOf(ifTrue, unit),
  ifFalse: rangeOf(ifFalse, unit),
})

export const units: readonly { readonly value: PredictionUnit; readonly label: string }[] = [
  { value: 'SHARE', label: 'a share, in per cent' },
  { value: 'COUNT', label: 'a count' },
  { value: 'RATIO', label: 'how many times as much' },
  { value: 'HOURS', label: 'hours' },
  { value: 'SCORE', label: 'another number' },
]

export const strengths: readonly { readonly value: Strength; readonly label: string }[] = [
  { value: 'DECISIVE', label: 'nearly decides' },
  { value: 'STRONG', label: 'tells much' },
  { value: 'WEAK', label: 'tells a little' },
]

export const comparisons: readonly { readonly value: Comparison; readonly label: string }[] = [
  { value: 'atLeast', label: 'at least' },
  { value: 'atMost', label: 'at most' },
  { value: 'between', label: 'between' },
]
