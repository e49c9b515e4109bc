import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditAction } from '../../core/access/auditAction.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import { totpPlace, type SecretBox } from '../../core/ports/secretBox.ts'
import type { SecondFactors } from '../../core/ports/secondFactors.ts'
import { asId, type AccountId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { hashSecret, newSecret } from './secret.ts'
import { hashRecoveryCode, newEnrolment, newRecoveryCodes, stepOf } from './totp.ts'

type Transaction = Prisma.TransactionClient
type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Transaction>
  readonly secrets: SecretBox
  readonly now: () => Date
}
type Place = { readonly accountId: AccountId; readonly personId: PersonId; readonly tenantId: TenantId }

const CHALLENGE_MS = 10 * 60_000

/** An account belongs to no tenant: it is its own place. */
/** Second factors in PostgreSQL: secrets sealed, recovery codes and challenges as their sha256 only. */
export const createSecondFactors = (tools: Tools): SecondFactors => {
  const { db, audit, secrets, now } = tools
  const secretOf = (accountId: AccountId, sealed: Uint8Array) => {
    const opened = secrets.open(totpPlace(accountId), sealed)
    if (!opened.ok) throw new Error('The secret of a second factor was sealed by a key that is not here')
    return opened.value
  }
  /** Uses the step up; false where it, or a later one, was used already. */
  const takeStep = async (
    tx: Transaction,
    { accountId, code, isSetUp }: { accountId: AccountId; code: string; isSetUp: boolean },
  ) => {
    const found = await tx.account.findUnique({ where: { id: accountId } })
    if (!found?.totpSecret || (found.totpSince === null) !== isSetUp) return false
    const step = stepOf(secretOf(accountId, found.totpSecret), code, now())
    if (step === null) return false
    const { count } = await tx.account.updateMany({
      where: { id: accountId, OR: [{ totpStep: null }, { totpStep: { lt: step } }] },
      data: { totpStep: step, ...(isSetUp && { totpSince: now() }) },
    })
    return count > 0
  }
  return {
    async standing(accountId) {
      const found = await db.account.findUnique({
        where: { id: accountId },
        select: { totpSince: true, _count: { select: { recoveryCodes: true } } },
      })
      return { since: found?.totpSince ?? null, recoveryCodes: found?._count.recoveryCodes ?? 0 }
    },
    async enrol({ accountId }, email) {
      const made = newEnrolment(email)
      const { count } = await db.account.updateMany({
        where: { id: accountId, totpSince: null },
        data: { totpSecret: secrets.seal(totpPlace(accountId), made.secret), totpStep: null },
      })
      return count === 0 ? refuse({ code: 'enrolled-already' }) : ok(made)
    },
    confirm: (place, code) =>
      db.$transaction(async tx => {
        if (!(await takeStep(tx, { ...place, code, isSetUp: true }))) return refuse({ code: 'wrong-code' })
        await note(tx, audit, { ...place, action: 'twoFactorSetUp' })
        return ok(await replaceCodes(tx, place.accountId))
      }),
    async check(accountId, code) {
      if (await takeStep(db, { accountId, code, isSetUp: false })) return true
      const { count } = await db.recoveryCode.deleteMany({
        where: { accountId, codeHash: hashRecoveryCode(code), account: { totpSince: { not: null } } },
      })
      return count > 0
    },
    renewCodes: place =>
      db.$transaction(async tx => {
        await note(tx, audit, { ...place, action: 'recoveryCodesRenewed' })
        return replaceCodes(tx, place.accountId)
      }),
    remove: place =>
      db.$transaction(async tx => {
        await tx.account.update({
          where: { id: place.accountId },
          data: { totpSecret: null, totpSince: null, totpStep: null, recoveryCodes: { deleteMany: {} } },
        })
        await note(tx, audit, { ...place, action: 'twoFactorRemoved' })
      }),
    ...challenges(tools),
  }
}

/** Who has shown the password and not yet the rest. */
const challenges = ({
  db,
  now,
}: Pick<Tools, 'db' | 'now'>): Pick<SecondFactors, 'challenge' | 'challenged' | 'settle'> => ({
  async challenge({ personId }) {
    const token = newSecret()
    await db.signInChallenge.deleteMany({ where: { OR: [{ expiresAt: { lt: now() } }, { personId }] } })
    await db.signInChallenge.create({
      data: { tokenHash: hashSecret(token), personId, expiresAt: new Date(now().getTime() + CHALLENGE_MS) },
    })
    return token
  },
  async challenged(token) {
    const found = await db.signInChallenge.findFirst({
      where: { tokenHash: hashSecret(token), expiresAt: { gt: now() }, person: { deactivatedAt: null } },
      include: { person: { include: { account: true } } },
    })
    const account = found?.person.account
    if (!found || !account) return null
    const { id, tenantId } = found.person
    return {
      accountId: asId<AccountId>(account.id),
      personId: asId<PersonId>(id),
      tenantId: asId<TenantId>(tenantId),
      passwordHash: account.passwordHash,
      email: account.email,
    }
  },
  settle: async token => (await db.signInChallenge.deleteMany({ where: { tokenHash: hashSecret(token) } })).count > 0,
})

const replaceCodes = async (tx: Transaction, accountId: AccountId) => {
  const codes = newRecoveryCodes()
  await tx.recoveryCode.deleteMany({ where: { accountId } })
  await tx.recoveryCode.createMany({ data: codes.map(code => ({ accountId, codeHash: hashRecoveryCode(code) })) })
  return codes
}

/** Of the person themselves: at a sign-in the request does not know them yet. */
const note = async (
  tx: Transaction,
  audit: AuditWriter<Transaction>,
  { tenantId, personId, action }: Place & { readonly action: AuditAction },
) => {
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true } })
  const who = { id: personId, name }
  await audit.add(tx, { tenantId, action, subject: { kind: 'person', ...who }, actor: { kind: 'person', ...who } })
}
