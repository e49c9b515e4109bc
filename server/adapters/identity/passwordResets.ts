import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { MailWriter } from '../../core/ports/outbox.ts'
import type { PasswordResets } from '../../core/ports/passwordResets.ts'
import { asId, type AccountId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { hashSecret, newSecret } from './secret.ts'

type Transaction = Prisma.TransactionClient
type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Transaction>
  readonly mails: MailWriter<Transaction>
  readonly now: () => Date
}

const LIFE_MS = 3_600_000

/** Whom a link is for: the account as the person who used it last. */
const whose = {
  account: {
    include: {
      people: {
        where: { deactivatedAt: null },
        orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'asc' }],
        take: 1,
      },
    },
  },
} satisfies Prisma.PasswordResetInclude

/** Links for new passwords in PostgreSQL, each secret as its sha256 only. */
export const createPasswordResets = ({ db, audit, mails, now }: Tools): PasswordResets => ({
  make: ({ accountId, tenantId }, lettersOf) =>
    db.$transaction(async tx => {
      const token = newSecret()
      const expiresAt = new Date(now().getTime() + LIFE_MS)
      await tx.passwordReset.deleteMany({ where: { accountId } })
      await tx.passwordReset.create({ data: { tokenHash: hashSecret(token), accountId, expiresAt } })
      await mails.add(tx, tenantId, lettersOf({ token, expiresAt }))
      return { token, expiresAt }
    }),
  async find(token) {
    const found = await db.passwordReset.findFirst({
      where: { tokenHash: hashSecret(token), expiresAt: { gt: now() } },
      include: whose,
    })
    const person = found?.account.people[0]
    if (!found || person === undefined) return null
    const { id, email, passwordHash } = found.account
    return {
      accountId: asId<AccountId>(id),
      personId: asId<PersonId>(person.id),
      tenantId: asId<TenantId>(person.tenantId),
      passwordHash,
      email,
      name: person.name,
    }
  },
  use: (token, passwordHash, letters) =>
    db.$transaction(async tx => {
      const tokenHash = hashSecret(token)
      const found = await tx.passwordReset.findFirst({ where: { tokenHash }, include: whose })
      const { count } = await tx.passwordReset.deleteMany({ where: { tokenHash, expiresAt: { gt: now() } } })
      const person = found?.account.people[0]
      if (count === 0 || !found || person === undefined) return refuse({ code: 'not-found' })
      const { accountId } = found
      await tx.account.update({ where: { id: accountId }, data: { passwordHash } })
      await tx.session.deleteMany({ where: { person: { accountId } } })
      const { id, name } = person
      const tenantId = asId<TenantId>(person.tenantId)
      await mails.add(tx, tenantId, letters)
      await audit.add(tx, {
        tenantId,
        action: 'passwordReset',
        subject: { kind: 'person', id, name },
        actor: { kind: 'person', id, name },
      })
      return ok(null)
    }),
})
