import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { roleOf } from '../../core/access/role.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { Invitations, Joining, OpenInvitation } from '../../core/ports/invitations.ts'
import type { MailWriter } from '../../core/ports/outbox.ts'
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

/** Invitations in PostgreSQL, the link's secret as its sha256 only. */
export const createInvitations = ({ db, audit, mails, now }: Tools): Invitations => {
  const open = () => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now() } })
  return {
    make: (invitation, lettersOf) =>
      db.$transaction(async tx => {
        const { tenantId, email, role, expiresAt } = invitation
        if ((await tx.person.count({ where: { tenantId, email } })) > 0) return refuse({ code: 'member-already' })
        await tx.invitation.updateMany({
          where: { tenantId, email, acceptedAt: null, revokedAt: null },
          data: { revokedAt: now() },
        })
        const token = newSecret()
        const data = { ...invitation, tokenHash: hashSecret(token), createdAt: now() }
        const { id, tenant } = await tx.invitation.create({
          data,
          select: { id: true, tenant: { select: { name: true } } },
        })
        await audit.add(tx, {
          tenantId,
          action: 'personInvited',
          subject: { kind: 'invitation', id, name: email },
          after: { role, expiresAt },
        })
        const made = { id, token, tenantName: tenant.name }
        await mails.add(tx, tenantId, lettersOf(made))
        return ok(made)
      }),
    async find(token) {
      const found = await db.invitation.findFirst({
        where: { tokenHash: hashSecret(token), ...open() },
        include: { tenant: { select: { name: true } } },
      })
      if (found === null) return null
      const account = await db.account.findUnique({
        where: { email: found.email },
        select: { id: true, passwordHash: true },
      })
      return {
        id: found.id,
        tenantId: asId<TenantId>(found.tenantId),
        tenantName: found.tenant.name,
        email: found.email,
        role: roleOf(found.role),
        invitedBy: found.invitedBy,
        expiresAt: found.expiresAt,
        account: account && { id: asId<AccountId>(account.id), passwordHash: account.passwordHash },
      }
    },
    accept: (invitation, joining) =>
      db
        .$transaction(async tx => {
          const { count } = await tx.invitation.updateMany({
            where: { id: invitation.id, ...open() },
            data: { acceptedAt: now() },
          })
          if (count === 0) return refuse({ code: 'not-found' } as const)
          const joined = await join(tx, invitation, joining)
          const { tenantId, role } = invitation
          const { personId } = joined
          await audit.add(tx, {
            tenantId,
            action: 'personJoined',
            subject: { kind: 'person', id: personId, name: joining.name },
            after: { email: invitation.email, role },
            actor: { kind: 'person', id: personId, name: joining.name },
          })
          return ok(joined)
        })
        .catch(taken),
    revoke: (tenantId, id) =>
      db.$transaction(async tx => {
        const [found] = await tx.invitation.updateManyAndReturn({
          where: { id, tenantId, ...open() },
          data: { revokedAt: now() },
        })
        if (found === undefined) return refuse({ code: 'not-found' })
        await audit.add(tx, {
          tenantId,
          action: 'invitationRevoked',
          subject: { kind: 'invitation', id, name: found.email },
          before: { role: found.role, expiresAt: found.expiresAt },
        })
        return ok(null)
      }),
  }
}

const join = async (tx: Transaction, { tenantId, email, role }: OpenInvitation, { name, account }: Joining) => {
  const { id, passwordHash } =
    'id' in account
      ? { id: account.id, passwordHash: null }
      : await tx.account.create({ data: { email, passwordHash: account.passwordHash } })
  const person = await tx.person.create({ data: { tenantId, accountId: id, email, name, role }, select: { id: true } })
  return { accountId: asId<AccountId>(id), personId: asId<PersonId>(person.id), tenantId, passwordHash }
}

/** The address got an account, or came into the tenant, in between: the link is spent. */
const taken = (error: unknown) => {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
    return refuse({ code: 'not-found' } as const)
  throw error
}
