import type { BudgetPeriod, PriceUnit, UsageGroupBy } from '../gql/graphql.ts'

export const periodWords: Readonly<Record<BudgetPeriod, string>> = {
  CASE: 'each investigation',
  DAY: 'today',
  MONTH: 'this month',
}

export const unitWords: Readonly<Record<PriceUnit, string>> = {
  INPUT: 'a million tokens in',
  OUTPUT: 'a million tokens out',
  CACHED: 'a million tokens from the cache',
  SECOND: 'a second of the warehouse',
  CREDIT: 'a credit of the warehouse',
  TERABYTE: 'a terabyte that the warehouse reads',
}

type Priced = { readonly unit: PriceUnit; readonly creditsPerHour?: number | null }

/** What a price is for; of a credit with how many the warehouse takes. */
export const pricedWords = ({ unit, creditsPerHour }: Priced) =>
  `${unitWords[unit]}${creditsPerHour == null ? '' : `, of which it takes ${creditsPerHour} an hour`}`

export const groupWords: readonly { readonly value: UsageGroupBy; readonly label: string }[] = [
  { value: 'MODEL', label: 'By model' },
  { value: 'DATA_SOURCE', label: 'By data source' },
  { value: 'TEAM', label: 'By team' },
  { value: 'PERSON', label: 'By who asked' },
  { value: 'KEY', label: 'By API key' },
  { value: 'TRIGGER', label: 'By trigger' },
  { value: 'NOTIFICATION', label: 'By notification' },
]
