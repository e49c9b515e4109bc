import { invitationLetter } from '../../core/access/letters.ts'
import { isAtLeast, type Role } from '../../core/access/role.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Invitations } from '../../core/ports/invitations.ts'
import type { Outbox } from '../../core/ports/outbox.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { emailOf } from './inputs.ts'

export type InviteTools = {
  readonly invitations: Invitations
  readonly outbox: Pick<Outbox, 'isOpen'>
  /** The full address of a page of ours. */
  readonly linkTo: (path: string) => string
  readonly now: () => Date
}

export type InviteInput = { readonly email: string; readonly role: Role; readonly days: number }

export type InviteRefusal = {
  readonly code: 'invalid' | 'above-you' | 'member-already'
  readonly message: string
  readonly path: keyof InviteInput
}

/** `token` is the secret of the link, told this once; `isMailed` says that the link goes out by mail as well. */
export type Invited = { readonly id: string; readonly token: string; readonly isMailed: boolean }

const MAX_DAYS = 30
const DAY_MS = 24 * 3_600_000

/** Makes a link by which the owner of the address may join, up to the role of who invites, and mails it where mail is sent at all. */
export const invite =
  ({ invitations, outbox, linkTo, now }: InviteTools) =>
  async (signedIn: SignedIn, { email: typed, role, days }: InviteInput): Promise<Result<Invited, InviteRefusal>> => {
    const email = emailOf(typed)
    if (email === null) return refused('invalid', 'email', 'This is not an e-mail address.')
    if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)
      return refused('invalid', 'days', `An invitation holds 1 to ${MAX_DAYS} days.`)
    if (!isAtLeast(signedIn.role, role))
      return refused('above-you', 'role', 'Nobody can be invited to more than you are.')
    const { tenantId, name: invitedBy } = signedIn
    const expiresAt = new Date(now().getTime() + days * DAY_MS)
    const made = await invitations.make({ tenantId, email, role, invitedBy, expiresAt }, ({ token, tenantName }) => [
      invitationLetter({ email, tenantName, invitedBy, link: linkTo(joinPath(token)), expiresAt }),
    ])
    if (!made.ok) return refused('member-already', 'email', 'Somebody with this address is in the team already.')
    return ok({ ...made.value, isMailed: outbox.isOpen })
  }

/** The secret stands behind the #, which browsers send to no server and write in no log. */
export const joinPath = (token: string) => `/join#${token}`

const refused = (code: InviteRefusal['code'], path: keyof InviteInput, message: string) =>
  refuse({ code, path, message })
