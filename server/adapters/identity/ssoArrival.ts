import type { Prisma } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { ArriveRefusal, SsoPerson } from '../../core/ports/ssoConnections.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

type Transaction = Prisma.TransactionClient
type Place = { readonly audit: AuditWriter<Transaction>; readonly tenantId: TenantId }
type Known = { readonly id: string; readonly name: string; readonly role: string; readonly deactivatedAt: Date | null }

/** Finds or makes the person whom the provider means, and gives them the role that it says. Sign-ins of one tenant's provider do this one after the other. */
export const arrive = async (
  tx: Transaction,
  place: Place,
  person: SsoPerson,
): Promise<Result<{ readonly personId: PersonId; readonly tenantId: TenantId }, ArriveRefusal>> => {
  const { tenantId } = place
  await tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`
  const { issuer, subject } = person
  const identity = await tx.ssoIdentity.findUnique({
    where: { tenantId_issuer_subject: { tenantId, issuer, subject } },
    include: { person: true },
  })
  const found = identity === null ? await meet(tx, place, person) : ok(identity.person)
  if (!found.ok) return found
  const { id, role, deactivatedAt } = found.value
  if (deactivatedAt !== null) return refuse({ code: 'deactivated' })
  if (role !== 'owner' && role !== person.role) await promote(tx, place, { known: found.value, role: person.role })
  return ok({ personId: asId<PersonId>(id), tenantId })
}

/** The first time: by the address, if its account is nowhere else. */
const meet = async (
  tx: Transaction,
  { audit, tenantId }: Place,
  { issuer, subject, email, name, role }: SsoPerson,
): Promise<Result<Known, ArriveRefusal>> => {
  const account = await tx.account.findUnique({ where: { email }, include: { people: true } })
  const own = account?.people.find(person => person.tenantId === tenantId)
  if (account !== null && (own === undefined || account.people.length > 1)) return refuse({ code: 'address-taken' })
  const person =
    own ??
    (await tx.person.create({
      data: {
        tenantId,
        email,
        name,
        role,
        accountId: (await tx.account.create({ data: { email, passwordHash: null } })).id,
      },
    }))
  await tx.ssoIdentity.create({ data: { tenantId, issuer, subject, personId: person.id } })
  await audit.add(tx, {
    tenantId,
    action: own === undefined ? 'personJoined' : 'ssoLinked',
    subject: { kind: 'person', id: person.id, name: person.name },
    after: { email, role: person.role, by: 'single sign-on' },
    actor: { kind: 'person', id: person.id, name: person.name },
  })
  return ok(person)
}

const promote = async (
  tx: Transaction,
  { audit, tenantId }: Place,
  { known, role }: { readonly known: Known; readonly role: string },
) => {
  await tx.person.update({ where: { id: known.id }, data: { role } })
  await audit.add(tx, {
    tenantId,
    action: 'roleChanged',
    subject: { kind: 'person', id: known.id, name: known.name },
    before: { role: known.role },
    after: { role, by: 'single sign-on' },
    actor: { kind: 'system', id: null, name: 'Dataing' },
  })
}
