import type { Fault } from '../fault.ts'
import { arrival } from './arrival.ts'
import { caps } from './caps.ts'
import { columns } from './columns.ts'
import { encodings } from './encodings.ts'
import { filters } from './filters.ts'
import { lookups } from './lookups.ts'
import { measuring } from './measures.ts'
import { outliers } from './outliers.ts'
import { population } from './population.ts'
import { repeating } from './repeats.ts'
import { sentinels } from './sentinels.ts'
import { texts } from './texts.ts'
import { times } from './times.ts'

export const faults: readonly Fault[] = [
  ...arrival,
  ...caps,
  ...filters,
  ...repeating,
  ...population,
  ...outliers,
  ...measuring,
  ...sentinels,
  ...texts,
  ...encodings,
  ...columns,
  ...lookups,
  ...times,
]
