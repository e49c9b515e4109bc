import { randomUUID } from 'node:crypto'
import { createPasswords } from '../adapters/identity/passwords.ts'
import type { Role } from '../core/access/role.ts'
import { ask, type ApiClient } from './apiClient.ts'
import type { startJourney } from './journey.ts'

const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { __typename } }'

type Journey = Pick<Awaited<ReturnType<typeof startJourney>>, 'pool' | 'tenantId'>

/** Somebody new in the journey's workspace, signed in by the API at this address. */
export const arrive = async (
  { pool, tenantId }: Journey,
  address: ApiClient['address'],
  { name, role }: { readonly name: string; readonly role: Role },
): Promise<ApiClient> => {
  const [email, password] = [`${name.toLowerCase()}@shop.example`, 'correct horse battery']
  const accountId = randomUUID()
  await pool.query('INSERT INTO account (id, email, password_hash) VALUES ($1, $2, $3)', [
    accountId,
    email,
    await createPasswords().hash(password),
  ])
  await pool.query(
    'INSERT INTO person (id, tenant_id, account_id, email, name, role) VALUES ($1, $2, $3, $4, $5, $6)',
    [randomUUID(), tenantId, accountId, email, name, role],
  )
  const { cookie } = await ask({ address, cookie: '' }, SIGN_IN, { input: { email, password } })
  return { address, cookie: cookie ?? '' }
}
