/** Local time as a query needs it: the zone, and the instants (ISO 8601 UTC) between which the rows lie that it reads; null where nobody knows. */
export type Clock = { readonly zone: string; readonly from: string | null; readonly to: string | null }

export const utcClock: Clock = { zone: 'UTC', from: null, to: null }
