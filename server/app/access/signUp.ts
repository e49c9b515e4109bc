import { knownLetter, signUpLetter } from '../../core/access/letters.ts'
import { passwordFault } from '../../core/access/password.ts'
import type { Outbox } from '../../core/ports/outbox.ts'
import type { Passwords } from '../../core/ports/passwords.ts'
import type { People } from '../../core/ports/people.ts'
import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import type { SignUps } from '../../core/ports/signUps.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { emailOf, isName, MAX_TEXT } from './inputs.ts'
import { letIn, type Entered, type LetInTools } from './letIn.ts'

export type SignUpTools = LetInTools & {
  /** Whether anybody may make a tenant here. */
  readonly signUpOpen: boolean
  readonly signUps: SignUps
  readonly people: Pick<People, 'find'>
  readonly passwords: Pick<Passwords, 'hash'>
  readonly throttle: Pick<SignInThrottle, 'admit'>
  readonly outbox: Outbox
  /** The full address of a page of ours. */
  readonly linkTo: (path: string) => string
  /** Told of what failed where nobody waits for it. */
  readonly onProblem: (problem: unknown) => void
}

type Worded<Code extends string, Path extends string> = {
  readonly code: Code
  readonly message: string
  readonly path: Path
}

export type AskSignUpRefusal =
  { readonly code: 'too-many-tries'; readonly retryAfterMs: number } | Worded<'closed' | 'invalid', 'email'>
export type SignUpRefusal =
  Worded<'closed' | 'not-found', 'token'> | Worded<'invalid', 'tenantName' | 'name' | 'password'>

/** `replaced` is the session that the browser has already; it ends. */
export type SignUpInput = {
  readonly token: string
  readonly tenantName: string
  readonly name: string
  readonly password: string
  readonly replaced: string | null
}

const CLOSED = 'Nobody can make a workspace here by themselves. Ask who runs this Dataing.'
const GONE: SignUpRefusal = {
  code: 'not-found',
  path: 'token',
  message: 'This link cannot be used: it was used, or is too old. Ask for another.',
}

/** Mails a link to make a tenant, or to sign in where the address has an account. The answer comes before anybody looks whether it has. */
export const askSignUp =
  (tools: SignUpTools) =>
  async ({
    email: typed,
    address,
  }: {
    readonly email: string
    readonly address: string | null
  }): Promise<Result<null, AskSignUpRefusal>> => {
    if (!tools.signUpOpen || !tools.outbox.isOpen) return refuse({ code: 'closed', path: 'email', message: CLOSED })
    const email = emailOf(typed)
    if (email === null) return refuse({ code: 'invalid', path: 'email', message: 'This is not an e-mail address.' })
    const admitted = await tools.throttle.admit({ account: `sign-up of ${email}`, address })
    if (!admitted.ok) return admitted
    void mailLink(tools, email).catch(tools.onProblem)
    return ok(null)
  }

const mailLink = async ({ people, signUps, outbox, linkTo }: SignUpTools, email: string) => {
  const account = await people.find(email)
  if (account !== null) return outbox.post(account.tenantId, knownLetter({ email, link: linkTo('/sign-in') }))
  // The secret stands behind the #, which browsers send to no server and write in no log.
  return signUps.make(email, ({ token, expiresAt }) => [
    signUpLetter({ email, link: linkTo(`/new-workspace#${token}`), expiresAt }),
  ])
}

/** The address of a link that can still be used; null for every other token. */
export const findSignUp =
  ({ signUpOpen, signUps }: Pick<SignUpTools, 'signUpOpen' | 'signUps'>) =>
  async (token: string): Promise<string | null> =>
    signUpOpen ? signUps.find(token) : null

/** Makes a tenant by a mailed link, and lets its owner in. */
export const signUp =
  (tools: SignUpTools) =>
  async (input: SignUpInput): Promise<Result<Entered, SignUpRefusal>> => {
    if (!tools.signUpOpen) return refuse({ code: 'closed', path: 'token', message: CLOSED })
    const email = await tools.signUps.find(input.token)
    if (email === null) return refuse(GONE)
    const fault = faultOf(input, email)
    if (fault !== null) return refuse(fault)
    const made = await tools.signUps.use(input.token, {
      tenantName: input.tenantName.trim(),
      name: input.name.trim(),
      passwordHash: await tools.passwords.hash(input.password),
    })
    return made.ok ? ok(await letIn(tools)(made.value, input.replaced)) : refuse(GONE)
  }

const faultOf = ({ tenantName, name, password }: SignUpInput, email: string): SignUpRefusal | null => {
  if (!isName(tenantName))
    return { code: 'invalid', path: 'tenantName', message: `Give the workspace a name of 1 to ${MAX_TEXT} characters.` }
  if (!isName(name)) return { code: 'invalid', path: 'name', message: `Give your name in 1 to ${MAX_TEXT} characters.` }
  const weak = passwordFault(password, [name, email, tenantName])
  return weak === null ? null : { code: 'invalid', path: 'password', message: weak }
}
