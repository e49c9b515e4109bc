// A link and the mail that holds it are one change: neither is there without the other.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Letter } from '../../core/ports/outbox.ts'
import { asId, type AccountId } from '../../core/shared/ids.ts'
import { seedTenant, type SeededTenant } from '../../testing/tenantSeed.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createAuditWriter } from '../audit/auditWriter.ts'
import { createInvitations } from './invitations.ts'
import { createPasswordResets } from './passwordResets.ts'
import { createSignUps } from './signUps.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let tenant: SeededTenant
beforeAll(async () => {
  views = await viewDatabase()
  tenant = await seedTenant(views.db, 'Shop', 'a hash')
})
afterAll(() => views.drop())

const letterTo = (to: string): Letter => ({ to, subject: 'A link', text: 'Here it is.', kind: 'other' })

/** `isFull` lets no mail be kept. */
const links = (isFull: boolean) => {
  const kept: string[] = []
  const add = async (_tx: unknown, _tenantId: unknown, mails: readonly { readonly to: string }[]) => {
    if (isFull) throw new Error('The outbox is full')
    kept.push(...mails.map(({ to }) => to))
  }
  const tools = { db: views.db, audit: createAuditWriter(() => null), mails: { add }, now: () => new Date() }
  return {
    kept,
    invitations: createInvitations(tools),
    resets: createPasswordResets(tools),
    signUps: createSignUps(tools),
  }
}
const account = async () => {
  const { id, passwordHash } = await views.db.account.findUniqueOrThrow({ where: { email: tenant.email } })
  return { accountId: asId<AccountId>(id), personId: tenant.personId, tenantId: tenant.tenantId, passwordHash }
}
const invitation = () => ({
  tenantId: tenant.tenantId,
  email: 'bob@example.com',
  role: 'member' as const,
  invitedBy: 'Ada',
  expiresAt: new Date(Date.now() + 60_000),
})
const stored = async () => ({
  invitations: await views.db.invitation.count(),
  resets: await views.db.passwordReset.count(),
  signUps: await views.db.signUp.count(),
  hash: (await account()).passwordHash,
  entries: await views.db.auditEntry.count(),
})

test('where a mail cannot be kept nothing is made, changed or told of in the trail', async () => {
  const { resets } = links(false)
  const { token } = await resets.make(await account(), () => [])
  const before = await stored()
  const full = links(true)
  const letters = [letterTo(tenant.email)]
  await expect(full.invitations.make(invitation(), () => letters)).rejects.toThrow('full')
  await expect(full.resets.make(await account(), () => letters)).rejects.toThrow('full')
  await expect(full.signUps.make('new@example.com', () => letters)).rejects.toThrow('full')
  await expect(full.resets.use(token, 'another hash', letters)).rejects.toThrow('full')
  expect(await stored()).toEqual(before)
  expect(await resets.find(token)).not.toBeNull()
})

test('where it can, both are there; and no mail is written for what is refused', async () => {
  const { kept, invitations, resets, signUps } = links(false)
  await invitations.make(invitation(), ({ token, tenantName }) => [letterTo(`${tenantName} ${token.length}`)])
  await signUps.make('new@example.com', ({ token }) => [letterTo(String(token.length))])
  const { token } = await resets.make(await account(), () => [])
  expect((await resets.use(token, 'another hash', [letterTo('done')])).ok).toBe(true)
  expect((await resets.use(token, 'a third hash', [letterTo('again')])).ok).toBe(false)
  expect((await invitations.make({ ...invitation(), email: tenant.email }, () => [letterTo('member')])).ok).toBe(false)
  expect(kept).toEqual(['Shop 43', '43', 'done'])
  expect(await stored()).toMatchObject({ invitations: 1, signUps: 1, resets: 0, hash: 'another hash' })
})
