import type { Fault } from '../fault.ts'
import { arrival } from './arrival.ts'
import { columns } from './columns.ts'
import { measuring } from './measures.ts'
import { population } from './population.ts'
import { repeating } from './repeats.ts'
import { texts } from './texts.ts'
import { times } from './times.ts'

export const faults: readonly Fault[] = [
  ...arrival,
  ...repeating,
  ...population,
  ...measuring,
  ...texts,
  ...columns,
  ...times,
]
