import { createRandom } from '../accuracy/random.ts'
import type { Control } from './controls.ts'
import type { Fault } from './fault.ts'
import { handOf } from './hands.ts'
import type { Strength } from './scene.ts'

export type Spec =
  | { readonly id: string; readonly type: 'fault'; readonly fault: Fault; readonly strength: Strength }
  | { readonly id: string; readonly type: 'control'; readonly control: Control; readonly strength: Strength }

const strengths = ['mild', 'medium', 'strong'] as const

/** As many as asked, every one as often as the others. */
const around = <T>(items: readonly T[], count: number, shuffle: (list: readonly T[]) => T[]) => {
  const all: T[] = []
  while (all.length < count) all.push(...shuffle(items))
  return all.slice(0, count)
}

/** The ways of each kind taken in turn, so that every kind comes before one comes twice more. */
const inTurn = (faults: readonly Fault[], shuffle: <T>(list: readonly T[]) => T[]) => {
  const kinds = [...new Set(faults.map(({ kind }) => kind))]
  const ways = new Map(kinds.map(kind => [kind, shuffle(faults.filter(fault => fault.kind === kind))]))
  const rounds = Math.max(...[...ways.values()].map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) =>
    shuffle(kinds.flatMap(kind => ways.get(kind)?.[round] ?? [])),
  ).flat()
}

/** The cases that follow from a seed: three in four with one fault. */
export const planCases = ({
  hand,
  seed,
  cases,
  only,
}: {
  hand: string
  seed: string
  cases: number
  only: string | null
}): readonly Spec[] => {
  const { faults, controls } = handOf(hand)
  const random = createRandom(`foreign/${seed}`)
  const faulty = Math.round(cases * 0.75)
  const wrong = around(inTurn(faults, random.shuffle), faulty, list => [...list]).map((fault, index): Spec => ({
    id: `${String(index + 1).padStart(3, '0')}-${fault.kind}-${fault.way}`,
    type: 'fault',
    fault,
    strength: random.pick(strengths),
  }))
  const calm = around(controls, cases - faulty, random.shuffle).map((control, index): Spec => ({
    id: `${String(faulty + index + 1).padStart(3, '0')}-control-${control.way}`,
    type: 'control',
    control,
    strength: random.pick(strengths),
  }))
  const wanted = only?.split(',')
  return [...wrong, ...calm].filter(({ id }) => wanted?.some(one => id === one || id.startsWith(`${one}-`)) ?? true)
}
