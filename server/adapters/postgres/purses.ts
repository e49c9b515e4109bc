import type { Pool } from 'pg'
import type { Purses, Taken } from '../../core/ports/purses.ts'

/** Callers who were silent for so long have a full purse again, whatever the terms. */
const FORGET_HOURS = 2
const SWEEP_EVERY = 1000

/** What the purse holds now: $4 is the burst, $5 what comes back in a second. */
const HELD = '(least($4, p.points + $5 * greatest(0, extract(epoch FROM now() - p.at))))'
const GRANTED = `(CASE WHEN ${HELD} >= $2 THEN least($3, ${HELD}) ELSE 0 END)`

/** One statement: the row's lock makes racing calls take one after the other. */
const TAKE = `
  INSERT INTO rate_purse AS p (caller, points, granted, at) VALUES ($1, $4::float8 - least($3::float8, $4), least($3, $4), now())
  ON CONFLICT (caller) DO UPDATE SET points = ${HELD} - ${GRANTED}, granted = ${GRANTED}, at = greatest(p.at, now())
  RETURNING points AS left, granted`

/** Purses in PostgreSQL. */
export const createPurses = (pool: Pick<Pool, 'query'>): Purses => {
  let calls = 0
  return {
    async take(caller, { needed, wanted }, { burst, perSecond }) {
      calls += 1
      if (calls % SWEEP_EVERY === 0)
        await pool.query(`DELETE FROM rate_purse WHERE at < now() - ${FORGET_HOURS} * interval '1 hour'`)
      const {
        rows: [taken],
      } = await pool.query<Taken>(TAKE, [caller, needed, wanted, burst, perSecond])
      if (taken === undefined) throw new Error('A purse gave no answer')
      return taken
    },
  }
}
