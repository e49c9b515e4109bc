import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { HOLD_MS, type Claim, type KeptRequests, type RepeatableRequest } from '../../core/ports/keptRequests.ts'
import type { SecretBox, SecretPlace } from '../../core/ports/secretBox.ts'

type Tools = { readonly pool: Pick<Pool, 'query'>; readonly secrets: SecretBox }
type Row = { readonly hash: string; readonly answer: Buffer | null; readonly held: boolean }

const KEPT = `interval '24 hours'`
const HELD = `now() + ${HOLD_MS} * interval '1 millisecond'`
const OWN = 'tenant_id = $1 AND caller = $2 AND key = $3'

// The key is kept as a hash: what programs put into it stays nowhere.
const ownOf = ({ tenantId, caller, key }: RepeatableRequest) => [
  tenantId,
  caller,
  createHash('sha256').update(key).digest('hex'),
]

/** Answers may hold what is told once, like a key. */
const placeOf = ({ tenantId, caller, hash }: RepeatableRequest): SecretPlace => ({
  tenantId,
  owner: `${caller} ${hash}`,
  field: 'kept-answer',
})

/** Answers in PostgreSQL, sealed. */
export const createKeptRequests = ({ pool, secrets }: Tools): KeptRequests => ({
  async claim(request) {
    const own = ownOf(request)
    await pool.query(`DELETE FROM kept_request WHERE made_at < now() - ${KEPT}`)
    const made = await pool.query(
      `INSERT INTO kept_request (tenant_id, caller, key, hash, held_until, made_at) VALUES ($1, $2, $3, $4, ${HELD}, now()) ON CONFLICT DO NOTHING`,
      [...own, request.hash],
    )
    if (made.rowCount === 1) return { state: 'first' }
    const {
      rows: [row],
    } = await pool.query<Row>(`SELECT hash, answer, held_until > now() AS held FROM kept_request WHERE ${OWN}`, own)
    // Dropped just now: the next claim is the first.
    return row === undefined ? { state: 'running' } : claimOf(row, request, secrets)
  },
  hold: async request =>
    void (await pool.query(
      `UPDATE kept_request SET held_until = ${HELD} WHERE ${OWN} AND answer IS NULL`,
      ownOf(request),
    )),
  async keep(request, answer) {
    const sealed = Buffer.from(secrets.seal(placeOf(request), answer))
    await pool.query(`UPDATE kept_request SET answer = $4 WHERE ${OWN}`, [...ownOf(request), sealed])
  },
  drop: async request =>
    void (await pool.query(`DELETE FROM kept_request WHERE ${OWN} AND answer IS NULL`, ownOf(request))),
})

const claimOf = ({ hash, answer, held }: Row, request: RepeatableRequest, secrets: SecretBox): Claim => {
  if (hash !== request.hash) return { state: 'other' }
  if (answer === null) return { state: held ? 'running' : 'lost' }
  const opened = secrets.open(placeOf(request), answer)
  return opened.ok ? { state: 'answered', answer: opened.value } : { state: 'lost' }
}
