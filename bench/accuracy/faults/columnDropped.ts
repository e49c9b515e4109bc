import { moment, type Recipe } from '../recipe.ts'

const columns = ['meal', 'passenger_id', 'loyalty_id', 'party_size'] as const

/** The source no longer delivers a column: from one batch on it is null in every row. */
export const columnDropped: Recipe = {
  id: 'F17', kind: 'columnDropped', scopes: ['everywhere'], lasts: 'lasting',
  inject: ({ random, onset, until }) => {
    const column = random.pick(columns)
    // Flights of an hour are loaded after its end, so the batch boundary is one hour later; a late straggler of before is caught too, as it would be.
    const batches = `loaded_at >= ${moment(onset)} + INTERVAL 1 HOUR AND loaded_at < ${moment(until)} + INTERVAL 1 HOUR`
    return { metric: { kind: 'nullRate', column }, statements: [`UPDATE flights SET ${column} = NULL WHERE ${batches}`] }
  },
}
