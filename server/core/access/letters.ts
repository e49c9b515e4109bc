// The mails, in words. What people typed loses whatever mail programs would make a link of.
import type { Letter } from '../ports/outbox.ts'
import type { DataSourceId } from '../shared/ids.ts'

const plain = (typed: string) =>
  typed
    .replaceAll(/[^\p{L}\p{N}\p{M} '’&(),-]/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()

const dayOf = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

type Inviting = {
  readonly email: string
  readonly tenantName: string
  readonly invitedBy: string
  readonly link: string
  readonly expiresAt: Date
}

export const invitationLetter = ({ email, tenantName, invitedBy, link, expiresAt }: Inviting): Letter => ({
  kind: 'invitation',
  to: email,
  subject: `${plain(invitedBy)} invites you to ${plain(tenantName)} on Dataing`,
  text: [
    `${plain(invitedBy)} invites you to the workspace ${plain(tenantName)} on Dataing.`,
    `Join here, until ${dayOf(expiresAt)}:`,
    link,
    'The link works once. If you do not know what this is about, do nothing.',
    '',
  ].join('\n\n'),
})

type Resetting = { readonly email: string; readonly link: string; readonly expiresAt: Date }

export const resetLetter = ({ email, link, expiresAt }: Resetting): Letter => ({
  kind: 'password',
  to: email,
  subject: 'A new password for Dataing',
  text: [
    'Somebody, we hope you, asked for a new password for this address on Dataing.',
    `Choose it here, until ${dayOf(expiresAt)}:`,
    link,
    'The link works once, and then signs you out everywhere. If it was not you, do nothing: your password stays as it is.',
    '',
  ].join('\n\n'),
})

export const resetDoneLetter = ({ email }: Pick<Resetting, 'email'>): Letter => ({
  kind: 'password',
  to: email,
  subject: 'Your password for Dataing was changed',
  text:
    'The password of this address on Dataing was changed by a link that we had mailed here, and every browser was signed out.\n\n' +
    'If it was not you, ask for a new password at once, and tell who runs your Dataing.\n',
})

type SigningUp = { readonly email: string; readonly link: string; readonly expiresAt: Date }

export const signUpLetter = ({ email, link, expiresAt }: SigningUp): Letter => ({
  kind: 'other',
  to: email,
  subject: 'Your workspace on Dataing',
  text: [
    'Somebody, we hope you, asked for a workspace on Dataing with this address.',
    `Make it here, until ${dayOf(expiresAt)}:`,
    link,
    'The link works once. If it was not you, do nothing: there is no account, and none is made.',
    '',
  ].join('\n\n'),
})

export const knownLetter = ({ email, link }: Pick<SigningUp, 'email' | 'link'>): Letter => ({
  kind: 'other',
  to: email,
  subject: 'You have an account on Dataing',
  text: [
    'Somebody, we hope you, asked for a workspace on Dataing with this address. It has an account already. Sign in here:',
    link,
    '',
  ].join('\n\n'),
})

type Turning = {
  readonly email: string
  readonly isWell: boolean
  readonly name: string
  readonly message: string
  readonly link: string
  readonly dataSourceId: DataSourceId
}

export const healthLetter = ({ email, isWell, name, message, link, dataSourceId }: Turning): Letter => ({
  kind: 'health',
  dataSourceId,
  to: email,
  subject: isWell ? `${plain(name)} answers again` : `${plain(name)} does not answer`,
  text: [
    isWell
      ? `The data source ${plain(name)} answers again.`
      : `The data source ${plain(name)} does not stand its test any more: ${message}`,
    link,
    '',
  ].join('\n\n'),
})

type Noticing = {
  readonly email: string
  readonly text: string
  readonly investigation: { readonly title: string } | null
  readonly link: string
}

export const noticeLetter = ({ email, text, investigation, link }: Noticing): Letter => ({
  kind: 'case',
  to: email,
  subject: plain(text),
  text: [
    investigation ? `${plain(text)}, in the investigation ${plain(investigation.title)}.` : `${plain(text)}.`,
    link,
    'You can stop these mails in your profile.',
    '',
  ].join('\n\n'),
})
