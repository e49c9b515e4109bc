import { localise } from '../../server/core/localisation/localise.ts'
import type { LeafModel } from '../../server/core/localisation/leafTable.ts'
import { generate, type Generated, type Recipe } from './generated.ts'
import { segmentText } from './published.ts'

/** Right, wrong and missing segments, and how often the verdict was the right one. */
export type Tally = { cases: number; exact: number; hit: number; wrong: number; missed: number; verdicts: number; found: number; slowest: number }

const models: readonly LeafModel[] = ['count', 'sum', 'rate', 'mean']

export const families: readonly (Recipe & { readonly name: string })[] = models.flatMap(model => [
  { name: `${model}, one cause`, model, kind: 'located' as const, causes: 1, placebo: true },
  { name: `${model}, two causes`, model, kind: 'located' as const, causes: 2, placebo: true },
  { name: `${model}, one cause, no placebo`, model, kind: 'located' as const, causes: 1, placebo: false },
  { name: `${model}, everywhere`, model, kind: 'everywhere' as const, causes: 0, placebo: true },
  { name: `${model}, noise only`, model, kind: 'none' as const, causes: 0, placebo: true },
  { name: `${model}, noise only, no placebo`, model, kind: 'none' as const, causes: 0, placebo: false },
])

export const score = (tally: Tally, made: Generated, watch: (line: string) => void): void => {
  const start = performance.now()
  const { causes, verdict } = localise(made.table, made.model, { direction: made.direction })
  tally.slowest = Math.max(tally.slowest, performance.now() - start)
  const said = causes.map(({ segment }) => segmentText(segment)).map(text => made.alias.get(text) ?? text)
  const hit = made.truth.filter(text => said.includes(text)).length
  tally.cases++
  tally.hit += hit
  tally.wrong += new Set(said).size - hit
  tally.missed += made.truth.length - hit
  if (hit === made.truth.length && new Set(said).size === hit) tally.exact++
  if (said.length > 0) tally.found++
  if (verdict === (made.kind === 'none' ? 'nothing' : made.kind)) tally.verdicts++
  if (hit < made.truth.length || said.length > hit) watch(`${made.direction} ${verdict} truth ${made.truth.join(' ; ')} said ${causes.map(cause =>
    `${segmentText(cause.segment)} (${cause.score.toFixed(1)}, ${cause.effect.toFixed(2)}, ${cause.share.toFixed(2)})`).join(' ; ')}`)
}

export const runFamily = (recipe: Recipe, cases: number, watch: (line: string) => void): Tally => {
  const tally: Tally = { cases: 0, exact: 0, hit: 0, wrong: 0, missed: 0, verdicts: 0, found: 0, slowest: 0 }
  for (let seed = 1; seed <= cases; seed++) score(tally, generate(seed * 7919, recipe), line => watch(`${seed}: ${line}`))
  return tally
}
