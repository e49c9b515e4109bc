import { isAtLeast, type Role } from '../../core/access/role.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Invitations } from '../../core/ports/invitations.ts'
import { refuse, type Result } from '../../core/shared/result.ts'
import { emailOf } from './inputs.ts'

export type InviteTools = { readonly invitations: Invitations; readonly now: () => Date }

export type InviteInput = { readonly email: string; readonly role: Role; readonly days: number }

export type InviteRefusal = { readonly code: 'invalid' | 'above-you' | 'member-already'; readonly message: string; readonly path: keyof InviteInput }

/** `token` is the secret of the link, told this once. */
export type Invited = { readonly id: string; readonly token: string }

const MAX_DAYS = 30
const DAY_MS = 24 * 3_600_000

/** Makes a link by which the owner of the address may join, up to the role of who invites. */
export const invite = ({ invitations, now }: InviteTools) =>
  async (signedIn: SignedIn, { email: typed, role, days }: InviteInput): Promise<Result<Invited, InviteRefusal>> => {
    const email = emailOf(typed)
    if (email === null) return refused('invalid', 'email', 'This is not an e-mail address.')
    if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) return refused('invalid', 'days', `An invitation holds 1 to ${MAX_DAYS} days.`)
    if (!isAtLeast(signedIn.role, role)) return refused('above-you', 'role', 'Nobody can be invited to more than you are.')
    const made = await invitations.make({
      tenantId: signedIn.tenantId, email, role, invitedBy: signedIn.name, expiresAt: new Date(now().getTime() + days * DAY_MS),
    })
    return made.ok ? made : refused('member-already', 'email', 'Somebody with this address is in the team already.')
  }

const refused = (code: InviteRefusal['code'], path: keyof InviteInput, message: string) => refuse({ code, path, message })
