import type { Metric } from '../../server/core/metric/metric.ts'
import type { Base } from './base.ts'
import { recipes } from './faults/index.ts'
import { createRandom } from './random.ts'
import type { Recipe, Scope, Strength } from './recipe.ts'

export type FaultSpec = {
  readonly type: 'fault'
  readonly id: string
  readonly group: string
  readonly base: Base
  readonly recipe: Recipe
  readonly scope: Scope
  readonly strength: Strength
  readonly opaque: boolean
  /** The fault came with the table before, which shows it as well. */
  readonly inherited: boolean
  readonly decoys: boolean
  /** Another fault at the same time, which does not move what is watched. */
  readonly second: Recipe | null
}
/** Nothing was injected, or nothing that is wrong: `decoys` harmless changes, `growth` a good day. `disturbed`: real storms, shown but not scored. */
export type ControlSpec = {
  readonly type: 'control'
  readonly id: string
  readonly group: 'ordinary' | 'holiday' | 'decoys' | 'growth' | 'disturbed'
  readonly base: Base
  /** Null is drawn. */
  readonly day: string | null
  readonly metric: Metric
  readonly opaque: boolean
}
export type CaseSpec = FaultSpec | ControlSpec

const strengths: readonly Strength[] = ['strong', 'medium', 'mild']

type Drawn = { readonly seed: string; readonly bases: readonly Base[] }

const faultSpecs = (recipe: Recipe, round: number, { seed, bases }: Drawn): readonly FaultSpec[] =>
  bases
    .filter(base => recipe.fits(base))
    .flatMap(base =>
      recipe.scopes.flatMap(scope =>
        strengths.map(strength => {
          const id = `${recipe.id}.${base.name}.${scope}.${strength}.${round}`
          const random = createRandom(`${seed} ${id} kind`)
          const opaque = random.chance(0.5)
          const chance = random.chance(0.35)
          const inherited = base.raw !== null && recipe.born !== 'here' && chance
          const decoys = random.chance(0.6)
          const second = random.chance(0.05)
            ? random.pick(
                recipes.filter(other => other.fits(base) && other.kind !== recipe.kind && other.newest !== true),
              )
            : null
          return {
            type: 'fault',
            id,
            group: recipe.id,
            base,
            recipe,
            scope,
            strength,
            opaque,
            inherited,
            decoys,
            second,
          } as const
        }),
      ),
    )

const storms = ['2001-02-05', '2001-03-05', '2001-03-06', '2001-04-11'] as const

const controlSpecs = (base: Base, round: number, { seed }: Drawn): readonly ControlSpec[] => {
  const random = createRandom(`${seed} ${base.name} controls ${round}`)
  const control = (name: string, rest: Pick<ControlSpec, 'group' | 'day' | 'metric'>): ControlSpec => ({
    type: 'control',
    id: `F00.${base.name}.${name}.${rest.metric.kind}.${round}`,
    base,
    opaque: random.chance(0.5),
    ...rest,
  })
  const other = () => random.pick(base.controls)
  const volume = () => random.pick(base.controls.slice(0, 2))
  return random.shuffle([
    ...base.holidays.flatMap(day =>
      [{ kind: 'rowCount' } as const, other()].map((metric, index) =>
        control(`${day.slice(5)}${'ab'.charAt(index)}`, { group: 'holiday', day, metric }),
      ),
    ),
    ...base.controls.map((metric, index) => control(`ordinary${index}`, { group: 'ordinary', day: null, metric })),
    ...[0, 1, 2, 3].map(index => control(`decoys${index}`, { group: 'decoys', day: null, metric: other() })),
    ...[0, 1].map(index => control(`growth${index}`, { group: 'growth', day: null, metric: volume() })),
    ...(base.name === 'flights'
      ? storms.map(day => control(`storm${day.slice(5)}`, { group: 'disturbed', day, metric: { kind: 'rowCount' } }))
      : []),
  ])
}

/** Takes from the groups in turn, so that a short run still sees every group. */
const inTurn = <T>(groups: readonly (readonly T[])[]): T[] => {
  const longest = Math.max(0, ...groups.map(group => group.length))
  return Array.from({ length: longest }, (_, index) => groups.flatMap(group => group[index] ?? [])).flat()
}

/** A round holds every fault on every base it fits with every scope and strength; causes outside of the data come twice as often. */
const faultsOf = (round: number, drawn: Drawn): readonly FaultSpec[] => {
  const shuffled = (recipe: Recipe) =>
    createRandom(`${drawn.seed} ${round} ${recipe.id}`).shuffle(faultSpecs(recipe, round, drawn))
  return inTurn(
    recipes.flatMap(recipe => {
      const specs = shuffled(recipe)
      return recipe.kind === 'externalCause'
        ? [specs.filter((_, index) => index % 2 === 0), specs.filter((_, index) => index % 2 === 1)]
        : [specs]
    }),
  )
}

/** The cases of a run, most telling first: every fault once, then again, and nothing wrong in every fifth. */
export const planCases = ({
  cases,
  only,
  ...drawn
}: Drawn & { readonly cases: number; readonly only: string | null }): readonly CaseSpec[] => {
  const planned: CaseSpec[] = []
  const fits = ({ id, group }: CaseSpec) => only === null || id === only || only.split(',').includes(group)
  for (let round = 0; planned.length < cases && round < 20; round += 1) {
    const controls = inTurn(drawn.bases.map(base => controlSpecs(base, round, drawn))).filter(fits)
    const faults = faultsOf(round, drawn).filter(fits)
    if (faults.length === 0) planned.push(...controls)
    for (const [index, fault] of faults.entries())
      planned.push(fault, ...(index % 4 === 3 ? controls.slice((index - 3) / 4, (index + 1) / 4) : []))
  }
  return planned.slice(0, cases)
}
