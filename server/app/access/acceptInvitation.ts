import { passwordFault } from '../../core/access/password.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Invitations, Joining, OpenInvitation } from '../../core/ports/invitations.ts'
import type { Passwords } from '../../core/ports/passwords.ts'
import type { People } from '../../core/ports/people.ts'
import type { Sessions } from '../../core/ports/sessions.ts'
import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { isName, MAX_TEXT } from './inputs.ts'
import { letIn, type Entered, type LetInTools } from './letIn.ts'

export type AcceptTools = LetInTools & {
  readonly sessions: Pick<Sessions, 'open' | 'proofOf'>
  readonly invitations: Pick<Invitations, 'find' | 'accept'>
  readonly people: Pick<People, 'accountOf'>
  readonly passwords: Passwords
  readonly throttle: SignInThrottle
}

/** `signedIn` is who the browser is already, if anybody; `password` is the new one, or that of the account the address has. */
export type AcceptInput = {
  readonly token: string
  readonly name: string
  readonly password: string
  readonly signedIn: SignedIn | null
  readonly address: string | null
}

export type AcceptRefusal =
  | {
      readonly code: 'invalid' | 'not-found' | 'wrong-password' | 'closed'
      readonly message: string
      readonly path: 'token' | 'name' | 'password'
    }
  | { readonly code: 'too-many-tries'; readonly retryAfterMs: number }

const GONE: AcceptRefusal = {
  code: 'not-found',
  path: 'token',
  message: 'This invitation cannot be used: it was used, taken back, or is too old. Ask for another.',
}

const SSO_ONLY: AcceptRefusal = {
  code: 'closed',
  path: 'token',
  message: 'This workspace lets people in by single sign-on only. Sign in by it with the address of the invitation.',
}

/** Joins the tenant of an invitation and is let in there: with the account that the address has, proved by its password, or with a new one. */
export const acceptInvitation =
  (tools: AcceptTools) =>
  async (input: AcceptInput): Promise<Result<Entered, AcceptRefusal>> => {
    const { invitations } = tools
    const invitation = await invitations.find(input.token)
    if (invitation === null) return refuse(GONE)
    if (!isName(input.name))
      return refuse({ code: 'invalid', path: 'name', message: `Give your name in 1 to ${MAX_TEXT} characters.` })
    if (invitation.role !== 'owner' && (await tools.security.of(invitation.tenantId)).ssoOnly) return refuse(SSO_ONLY)
    const account = await prove(tools, invitation, input)
    if (!account.ok) return account
    const accepted = await invitations.accept(invitation, { name: input.name.trim(), account: account.value })
    if (!accepted.ok) return refuse(GONE)
    const current = input.signedIn?.credential.kind === 'session' ? input.signedIn.credential.id : null
    return ok(await letIn(tools)({ ...accepted.value, email: invitation.email }, current))
  }

const prove = async (
  { people, passwords, throttle, sessions }: AcceptTools,
  invitation: OpenInvitation,
  { name, password, signedIn, address }: AcceptInput,
): Promise<Result<Joining['account'], AcceptRefusal>> => {
  const known = invitation.account
  if (known === null) {
    const weak = passwordFault(password, [name, invitation.email])
    return weak === null
      ? ok({ passwordHash: await passwords.hash(password) })
      : refuse({ code: 'invalid', path: 'password', message: weak })
  }
  if (
    signedIn?.key === null &&
    (await people.accountOf(signedIn.personId))?.accountId === known.id &&
    (await sessions.proofOf(signedIn.credential.id)) !== 'sso'
  ) {
    return ok({ id: known.id })
  }
  const admitted = await throttle.admit({ account: invitation.email, address })
  if (!admitted.ok) return admitted
  const { right } = await passwords.verify(known.passwordHash, password)
  if (!right)
    return refuse({ code: 'wrong-password', path: 'password', message: 'This is not the password of your account.' })
  await throttle.forget(invitation.email)
  return ok({ id: known.id })
}
