// Whether the time of an answer tells who has an account: known and unknown addresses in turn, through the product's own use cases and a real PostgreSQL.
import { PrismaPg } from '@prisma/adapter-pg'
import { parseArgs } from 'node:util'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { migrate } from '../../server/adapters/postgres/migrations/migrate.ts'
import { askPasswordReset } from '../../server/app/access/resetPassword.ts'
import { askSignUp } from '../../server/app/access/signUp.ts'
import { signIn } from '../../server/app/signIn.ts'
import { seedPerson, seedTenant } from '../../server/testing/tenantSeed.ts'
import { testIdentity } from '../../server/testing/testIdentity.ts'
import { durablePostgres } from '../shared/durablePostgres.ts'

const { values: options } = parseArgs({ options: { tries: { type: 'string', default: '300' } } })
const tries = Number(options.tries)
const WARM_UP = 20

const server = await durablePostgres()
await migrate(server.url)
const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: server.url }) })
const identity = testIdentity({ db, sendsMail: true, signUpOpen: true })
const [enter, askPassword, askWorkspace] = [signIn(identity), askPasswordReset(identity), askSignUp(identity)]
const { tenantId } = await seedTenant(db, 'Bench')
const passwordHash = await identity.passwords.hash('the right one, which nobody tries')

// Each address is tried once a row, so that no wait of the throttle is measured.
const known = Array.from({ length: tries + WARM_UP }, (_none, at) => `known${at}@example.com`)
for (const email of known) await seedPerson(db, { tenantId, email, name: 'Known', role: 'member', passwordHash })
const unknown = known.map(email => email.replace('known', 'nobody'))

const asked = {
  'sign in, wrong password': (email: string) =>
    enter({ email, password: 'a wrong password', currentSessionId: null, address: null }),
  'ask for a new password': (email: string) => askPassword({ email, address: null }),
  'ask to sign up': (email: string) => askWorkspace({ email, address: null }),
} as const

const timed = async (work: () => Promise<unknown>) => {
  const started = performance.now()
  await work()
  return performance.now() - started
}
const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN
/** How often an attacker who calls the slower of two answers the known one is right; 50 % is a guess. */
const rightGuesses = (slow: readonly number[], fast: readonly number[]) => {
  const won = slow.reduce((sum, a) => sum + fast.filter(b => a > b).length, 0)
  return (100 * won) / (slow.length * fast.length)
}

const lines: string[] = []
for (const [name, ask] of Object.entries(asked)) {
  const times: { readonly known: number[]; readonly unknown: number[] } = { known: [], unknown: [] }
  for (let at = 0; at < tries + WARM_UP; at += 1) {
    const order = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const who of order) {
      const email = (who === 'known' ? known : unknown)[at] ?? ''
      const took = await timed(() => ask(email))
      if (at >= WARM_UP) times[who].push(took)
    }
  }
  const [a, b] = [median(times.known), median(times.unknown)]
  lines.push(
    `| ${name} | ${a.toFixed(2)} | ${b.toFixed(2)} | ${(a / b).toFixed(3)} | ${rightGuesses(times.known, times.unknown).toFixed(1)} % |`,
  )
}
console.log(`${tries} tries of each kind, in turn and in random order`)
console.log(
  ['| Asked | known, ms | unknown, ms | ratio | told apart by time |', '|---|---|---|---|---|', ...lines].join('\n'),
)
await db.$disconnect()
await server.stop()
