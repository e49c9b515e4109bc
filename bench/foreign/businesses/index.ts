import type { Business } from '../business.ts'
import { dairy } from './dairy.ts'
import { elearning } from './elearning.ts'
import { games } from './games.ts'
import { lab } from './lab.ts'
import { library } from './library.ts'
import { parcels } from './parcels.ts'
import { rail } from './rail.ts'
import { restaurant } from './restaurant.ts'
import { telecom } from './telecom.ts'
import { tickets } from './tickets.ts'

export const businesses: readonly Business[] = [
  parcels,
  dairy,
  telecom,
  tickets,
  library,
  elearning,
  games,
  lab,
  rail,
  restaurant,
]
