import type { Fault } from '../../fault.ts'
import { arrival } from './arrival.ts'
import { columns } from './columns.ts'
import { filters } from './filters.ts'
import { lookups } from './lookups.ts'
import { numeric } from './numbers.ts'
import { population } from './population.ts'
import { repeating } from './repeats.ts'
import { sentinels } from './sentinels.ts'
import { texts } from './texts.ts'
import { times } from './times.ts'

export const faults: readonly Fault[] = [
  ...arrival,
  ...filters,
  ...repeating,
  ...population,
  ...columns,
  ...lookups,
  ...sentinels,
  ...numeric,
  ...texts,
  ...times,
]
