import type { Business } from './business.ts'
import { businesses } from './businesses/index.ts'
import { controls, type Control } from './controls.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults/index.ts'
import { businesses as secondBusinesses } from './second/businesses/index.ts'
import { controls as secondControls } from './second/controls.ts'
import { faults as secondFaults } from './second/faults/index.ts'

/** What one author made: companies, what goes wrong in them, and what only looks as if. */
export type Hand = {
  readonly businesses: readonly Business[]
  readonly faults: readonly Fault[]
  readonly controls: readonly Control[]
}

const hands: ReadonlyMap<string, Hand> = new Map([
  ['first', { businesses, faults, controls }],
  ['second', { businesses: secondBusinesses, faults: secondFaults, controls: secondControls }],
])

export const handOf = (name: string): Hand => {
  const hand = hands.get(name)
  if (hand === undefined) throw new Error(`There is no hand ${name}: it is one of ${[...hands.keys()].join(', ')}`)
  return hand
}
