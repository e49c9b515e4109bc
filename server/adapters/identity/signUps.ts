import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { MailWriter } from '../../core/ports/outbox.ts'
import type { SignUps } from '../../core/ports/signUps.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { makeTenant } from './makeTenant.ts'
import { hashSecret, newSecret } from './secret.ts'

type Transaction = Prisma.TransactionClient
type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Transaction>
  readonly mails: MailWriter<Transaction>
  readonly now: () => Date
}

const LIFE_MS = 24 * 3_600_000

/** Links to make a tenant in PostgreSQL, each secret as its sha256 only. */
export const createSignUps = ({ db, audit, mails, now }: Tools): SignUps => ({
  make: (email, lettersOf) =>
    db.$transaction(async tx => {
      const token = newSecret()
      const expiresAt = new Date(now().getTime() + LIFE_MS)
      const fresh = { tokenHash: hashSecret(token), expiresAt }
      await tx.signUp.deleteMany({ where: { expiresAt: { lt: now() } } })
      await tx.signUp.upsert({ where: { email }, create: { email, ...fresh }, update: fresh })
      await mails.add(tx, null, lettersOf({ token, expiresAt }))
      return { token, expiresAt }
    }),
  find: async token =>
    (await db.signUp.findFirst({ where: { tokenHash: hashSecret(token), expiresAt: { gt: now() } } }))?.email ?? null,
  use: (token, { tenantName, name, passwordHash }) =>
    db
      .$transaction(async tx => {
        const tokenHash = hashSecret(token)
        const link = await tx.signUp.findUnique({ where: { tokenHash } })
        const { count } = await tx.signUp.deleteMany({ where: { tokenHash, expiresAt: { gt: now() } } })
        const accountId = link && count === 1 ? await freeAccount(tx, link.email, passwordHash) : null
        if (!link || accountId === null) return refuse({ code: 'not-found' } as const)
        return ok({
          ...(await makeTenant({ tx, audit }, { tenantName, name, email: link.email, accountId })),
          passwordHash,
          email: link.email,
        })
      })
      .catch(taken),
})

/** An account of this address that nobody enters by yet; null where somebody does. */
const freeAccount = async (tx: Transaction, email: string, passwordHash: string): Promise<string | null> => {
  const known = await tx.account.findUnique({
    where: { email },
    select: { id: true, _count: { select: { people: { where: { deactivatedAt: null } } } } },
  })
  if (known === null) return (await tx.account.create({ data: { email, passwordHash } })).id
  if (known._count.people > 0) return null
  await tx.account.update({ where: { id: known.id }, data: { passwordHash } })
  return known.id
}

/** The address got an account in between. */
const taken = (error: unknown) => {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
    return refuse({ code: 'not-found' } as const)
  throw error
}
