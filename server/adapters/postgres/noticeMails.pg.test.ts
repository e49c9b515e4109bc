import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailNotices } from '../../app/mailNotices.ts'
import type { Letter } from '../../core/ports/outbox.ts'
import { seedPerson, seedTenant, type SeededTenant } from '../../testing/tenantSeed.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createNoticeMails } from './noticeMails.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let ours: SeededTenant
beforeAll(async () => {
  views = await viewDatabase()
  ours = await seedTenant(views.db, 'Ours')
})
afterAll(() => views.drop())

const posted: Letter[] = []
const taking = {
  add: async (_tx: unknown, _tenantId: unknown, letters: readonly Letter[]) => {
    posted.push(...letters)
  },
}
const linkToCase = (id: string | null) => `https://dataing.example/${id ?? 'notices'}`
const write = (mails: typeof taking = taking) =>
  mailNotices({ noticeMails: createNoticeMails({ db: views.db, mails }), linkToCase })(new AbortController().signal)
const arrive = async (name: string, more: object = {}) => {
  const { id } = await seedPerson(views.db, {
    tenantId: ours.tenantId,
    name,
    role: 'member',
    email: `${name}@example.com`,
    passwordHash: null,
  })
  await views.db.person.update({ where: { id }, data: more })
  return id
}
const tell = (personId: string, more: object = {}) =>
  views.db.notice.create({
    data: {
      tenantId: ours.tenantId,
      personId,
      investigationId: ours.investigationId,
      text: 'Ada mentioned you',
      createdAt: new Date(),
      ...more,
    },
  })

test('a notice is mailed once, by one of several processes, to who wants it, has not read it and may come in', async () => {
  const [sue, off, gone] = [
    await arrive('sue'),
    await arrive('off', { mailsNotices: false }),
    await arrive('gone', { deactivatedAt: new Date() }),
  ]
  await tell(sue)
  await tell(sue, { readAt: new Date() })
  for (const person of [off, gone]) await tell(person)
  await Promise.all([write(), write()])
  await write()
  expect(posted.splice(0)).toEqual([
    {
      kind: 'case',
      to: 'sue@example.com',
      subject: 'Ada mentioned you',
      text: expect.stringContaining(linkToCase(ours.investigationId)),
    },
  ])
  expect(await views.db.notice.count({ where: { mailDue: true } })).toBe(0)
})

test('what a killed process had not written is written by the next, and many are written in one go', async () => {
  const sue = await arrive('zoe')
  for (let count = 0; count < 101; count++) await tell(sue)
  await expect(
    write({
      add: async () => {
        throw new Error('The process was killed')
      },
    }),
  ).rejects.toThrow('killed')
  expect(posted).toEqual([])
  await write()
  expect(posted.splice(0)).toHaveLength(101)
})
