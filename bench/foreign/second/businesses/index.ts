import type { Business } from '../../business.ts'
import { ads } from './ads.ts'
import { baggage } from './baggage.ts'
import { calls } from './calls.ts'
import { cards } from './cards.ts'
import { hotel } from './hotel.ts'
import { meters } from './meters.ts'
import { pharmacy } from './pharmacy.ts'
import { rides } from './rides.ts'

export const businesses: readonly Business[] = [hotel, rides, meters, cards, ads, pharmacy, baggage, calls]
