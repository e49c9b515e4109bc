import { expect, test } from 'vitest'
import { invitationLetter, resetLetter } from './letters.ts'

const expiresAt = new Date(Date.UTC(2026, 10, 28, 9, 30))
const link = 'https://dataing.example/join#secret'

test('an invitation says who, where to, and until when', () => {
  const { to, subject, text } = invitationLetter({
    email: 'bob@example.com',
    tenantName: 'Zoë & Co',
    invitedBy: 'Ada Lovelace',
    link,
    expiresAt,
  })
  expect([to, subject]).toEqual(['bob@example.com', 'Ada Lovelace invites you to Zoë & Co on Dataing'])
  expect(text).toContain(`until 2026-11-28 09:30 UTC:\n\n${link}\n`)
})

test('a name can bring no link of its own into the mail, and no line', () => {
  const { subject, text } = invitationLetter({
    email: 'bob@example.com',
    tenantName: 'Win at https://evil.example/x\nBcc: eve',
    invitedBy: 'www.evil.example',
    link,
    expiresAt,
  })
  expect(`${subject}\n${text}`.match(/\S*(evil\.|:\/\/)\S*/g)).toEqual([link])
  expect(subject).not.toContain('\n')
})

test('a letter about a password holds its link and no name', () => {
  expect(resetLetter({ email: 'bob@example.com', link, expiresAt }).text).toContain(link)
})
