import type { Prisma } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { FirstPerson } from '../../core/ports/people.ts'
import { asId, type AccountId, type PersonId, type TenantId } from '../../core/shared/ids.ts'

type Tools = { readonly tx: Prisma.TransactionClient; readonly audit: AuditWriter<Prisma.TransactionClient> }
type Wanted = Omit<FirstPerson, 'passwordHash'> & { readonly accountId: string }

/** Makes a tenant that this account owns, and begins its trail. */
export const makeTenant = async ({ tx, audit }: Tools, { tenantName, name, email, accountId }: Wanted) => {
  const tenant = await tx.tenant.create({ data: { name: tenantName } })
  const person = await tx.person.create({ data: { tenantId: tenant.id, accountId, email, name, role: 'owner' } })
  const tenantId = asId<TenantId>(tenant.id)
  await audit.add(tx, {
    tenantId,
    action: 'tenantSetUp',
    subject: { kind: 'tenant', id: tenant.id, name: tenantName },
    after: { owner: name, email },
    actor: { kind: 'person', id: person.id, name },
  })
  return { accountId: asId<AccountId>(accountId), personId: asId<PersonId>(person.id), tenantId }
}
