import { billing } from './billing.ts'
import { events } from './events.ts'
import { flights } from './flights.ts'
import { shop } from './shop.ts'

/** Real flights and three generated warehouses, and how many rows of the alerted table each has. */
export const bases = [flights, shop, billing, events] as const
export const rowsOf = { flights: 400_000, shop: 100_000, billing: 90_000, events: 110_000 } as const

/** Those of the names, joined by commas; all of them for null. */
export const chosenBases = (names: string | null) =>
  names === null ? bases : bases.filter(({ name }) => names.split(',').includes(name))
