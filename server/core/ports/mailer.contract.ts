import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mail, Mailer } from './mailer.ts'

/** A mail as the server got it, its header as one text. */
export type TakenMail = {
  readonly from: string
  readonly to: readonly string[]
  readonly header: string
  readonly body: string
}

export type MailerFixture = {
  readonly mailer: Mailer
  readonly from: string
  readonly taken: () => readonly TakenMail[]
  /** What the server answers for these recipients from now on. */
  readonly answer: (to: string, code: 450 | 550) => void
  /** The same server, with a wrong password; and a place where nobody listens. */
  readonly stranger: () => Mailer
  readonly nowhere: () => Mailer
  readonly secret: string
  close(): Promise<void>
}

const mail = (change: Partial<Mail> = {}): Mail => ({
  id: crypto.randomUUID(),
  to: 'bob@example.com',
  subject: 'Grüße',
  text: 'Erste Zeile\n.\n\nüber drei Zeilen\n',
  ...change,
})

export const mailerContract = (name: string, makeFixture: () => Promise<MailerFixture>) => {
  describe(`a mailer by ${name}`, () => {
    let fixture: MailerFixture
    beforeAll(async () => {
      fixture = await makeFixture()
    })
    afterAll(() => fixture?.close())
    const last = () => fixture.taken().at(-1)

    test('a mail arrives as it was written, from whom we are, with its own id', async () => {
      const sent = mail()
      expect(await fixture.mailer.send(sent)).toEqual({ ok: true, value: null })
      expect(last()).toMatchObject({ from: fixture.from, to: ['bob@example.com'] })
      expect(last()?.header).toMatch(new RegExp(`^Message-ID: <${sent.id}@`, 'm'))
      expect(Buffer.from(last()?.body ?? '', 'latin1').toString('utf8')).toContain('Erste Zeile')
    })

    test('the same mail sent again carries the same id', async () => {
      const sent = mail()
      await fixture.mailer.send(sent)
      await fixture.mailer.send(sent)
      const ids = fixture
        .taken()
        .slice(-2)
        .map(({ header }) => /^Message-ID: (.*)$/m.exec(header)?.[1])
      expect(ids[0]).toBe(ids[1])
    })

    test('no text becomes a header, and no address two', async () => {
      await fixture.mailer.send(mail({ subject: 'Hello\r\nBcc: eve@example.com\r\n\r\nbody' }))
      expect(last()?.to).toEqual(['bob@example.com'])
      expect(last()?.header).not.toMatch(/^Bcc:/m)
      const before = fixture.taken().length
      expect(await fixture.mailer.send(mail({ to: 'bob@example.com, eve@example.com' }))).toMatchObject({
        ok: false,
        problem: { code: 'rejected', retryable: false },
      })
      expect(await fixture.mailer.send(mail({ to: 'bob@example.com>\r\nRCPT TO:<eve@example.com' }))).toMatchObject({
        ok: false,
        problem: { code: 'rejected' },
      })
      expect(fixture.taken()).toHaveLength(before)
    })

    test('a server that says "not now" is asked again, one that says "never" is not', async () => {
      fixture.answer('later@example.com', 450)
      fixture.answer('never@example.com', 550)
      expect(await fixture.mailer.send(mail({ to: 'later@example.com' }))).toMatchObject({
        ok: false,
        problem: { code: 'rejected', retryable: true },
      })
      expect(await fixture.mailer.send(mail({ to: 'never@example.com' }))).toMatchObject({
        ok: false,
        problem: { code: 'rejected', retryable: false },
      })
    })

    test('a wrong login and a server that is not there are told, without a word of what is secret', async () => {
      const [stranger, nowhere] = [fixture.stranger(), fixture.nowhere()]
      const problems = [await stranger.send(mail()), await nowhere.send(mail())]
      expect(problems).toMatchObject([
        { ok: false, problem: { code: 'login-refused', retryable: true } },
        { ok: false, problem: { code: 'unreachable', retryable: true } },
      ])
      expect(JSON.stringify(problems)).not.toMatch(new RegExp(`${fixture.secret}|127\\.0\\.0\\.1|ECONN`))
      await Promise.all([stranger.close(), nowhere.close(), nowhere.close()])
    })
  })
}
