import type { Metric } from '../../server/core/metric/metric.ts'
import { recipes } from './faults/index.ts'
import { createRandom } from './random.ts'
import type { Recipe, Scope, Strength } from './recipe.ts'

export type FaultSpec = { readonly type: 'fault'; readonly id: string; readonly recipe: Recipe; readonly scope: Scope; readonly strength: Strength }
/** `ordinary` and `holiday`: nothing was injected. `disturbed`: real storms, shown but not scored. `day` null is drawn. */
export type ControlSpec = {
  readonly type: 'control'
  readonly id: string
  readonly group: 'ordinary' | 'holiday' | 'disturbed'
  readonly weekday: number | null
  readonly day: string | null
  readonly metric: Metric
}
export type CaseSpec = FaultSpec | ControlSpec

const strengths: readonly Strength[] = ['strong', 'mild']

const faultSpecs = (round: number): readonly FaultSpec[] => recipes.flatMap(recipe => {
  const once = recipe.scopes.flatMap(scope => strengths.map(strength => ({ scope, strength })))
  // Faults with a single scope come twice, so that each fault has at least four cases in a round.
  const drawn = once.length < 4 ? [...once, ...once] : once
  return drawn.map(({ scope, strength }, index) => (
    { type: 'fault', id: `${recipe.id}.${scope}.${strength}.${round * 2 + (index >= once.length ? 1 : 0)}`, recipe, scope, strength } as const))
})

const holidays = [
  ['newYear', '2001-01-01'], ['martinLutherKing', '2001-01-15'], ['presidents', '2001-02-19'], ['goodFriday', '2001-04-13'],
  ['easter', '2001-04-15'], ['memorialSaturday', '2001-05-26'], ['memorialSunday', '2001-05-27'], ['memorial', '2001-05-28'],
] as const
const storms = ['2001-02-05', '2001-03-05', '2001-03-06', '2001-04-11'] as const
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

const metrics: readonly Metric[] = [
  { kind: 'rowCount' }, { kind: 'sum', column: 'amount' }, { kind: 'nullRate', column: 'passenger_id' }, { kind: 'average', column: 'amount' },
  { kind: 'distinctCount', column: 'aircraft_id' }, { kind: 'duplicateRate', columns: ['record_no'] }, { kind: 'freshness' },
  { kind: 'nullRate', column: 'meal' }, { kind: 'share', where: { column: 'status', operator: '=', value: 'changed' } },
  { kind: 'maximum', column: 'amount' },
]

const controlSpecs = (seed: string, round: number): readonly ControlSpec[] => {
  const random = createRandom(`${seed} controls ${round}`)
  const others = random.shuffle(metrics.slice(1))
  const other = (index: number) => others[index % others.length] ?? { kind: 'rowCount' }
  const control = (name: string, rest: Omit<ControlSpec, 'type' | 'id'>): ControlSpec => (
    { type: 'control', id: `F00.${name}.${rest.metric.kind}.${round}`, ...rest })
  return [
    ...holidays.flatMap(([name, day], index) => [{ kind: 'rowCount' } as const, other(index)]
      .map(metric => control(name, { group: 'holiday', weekday: null, day, metric }))),
    ...weekdays.flatMap((name, index) => [index % 2 === 0 ? { kind: 'rowCount' } as const : other(index + 3), other(index)]
      .map((metric, copy) => control(`${name}${copy}`, { group: 'ordinary', weekday: index, day: null, metric }))),
    ...storms.map(day => control(`storm${day.slice(5)}`, { group: 'disturbed', weekday: null, day, metric: { kind: 'rowCount' } })),
  ]
}

/** Takes from the groups in turn, so that a short run still sees every group. */
const inTurn = <T>(groups: readonly (readonly T[])[]): T[] => {
  const longest = Math.max(...groups.map(group => group.length))
  return Array.from({ length: longest }, (_, index) => groups.flatMap(group => group[index] ?? [])).flat()
}

const round = (seed: string, number: number): readonly CaseSpec[] => {
  const faults = Map.groupBy(faultSpecs(number), ({ recipe }) => recipe.id)
  const controls = createRandom(`${seed} order ${number}`).shuffle(controlSpecs(seed, number))
  const parts = Array.from({ length: 6 }, (_, part) => controls.filter((_control, index) => index % 6 === part))
  const shuffled = [...faults.values()].map((group, index) => createRandom(`${seed} ${number} ${index}`).shuffle<CaseSpec>(group))
  return inTurn<CaseSpec>([...shuffled, ...parts])
}

/** The cases of a run, most telling first: every fault once, then again. */
export const planCases = ({ seed, cases }: { seed: string; cases: number }): readonly CaseSpec[] => {
  const planned: CaseSpec[] = []
  for (let number = 0; planned.length < cases; number += 1) planned.push(...round(seed, number))
  return planned.slice(0, cases)
}

/** A round holds every fault, scope and strength, and every control. */
export const casesPerRound = (seed: string) => round(seed, 0).length
