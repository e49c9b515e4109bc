import type { RowFamily } from './rows.ts'

const models = ['count', 'sum', 'rate', 'mean'] as const

export const rowFamilies: readonly (RowFamily & { readonly name: string })[] = models.flatMap(model => [
  { name: `rows, ${model}, one cause`, model, kind: 'located', causes: 1, normalDays: 5 },
  { name: `rows, ${model}, two causes`, model, kind: 'located', causes: 2, normalDays: 5 },
  { name: `rows, ${model}, one cause, one normal day`, model, kind: 'located', causes: 1, normalDays: 1 },
  { name: `rows, ${model}, moved everywhere`, model, kind: 'everywhere', causes: 0, normalDays: 5 },
  { name: `rows, ${model}, noise`, model, kind: 'nothing', causes: 0, normalDays: 5 },
])
