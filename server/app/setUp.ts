import type { Passwords } from '../core/ports/passwords.ts'
import type { People } from '../core/ports/people.ts'
import type { OpenedSession, Sessions } from '../core/ports/sessions.ts'
import type { SetUpToken } from '../core/ports/setUpToken.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'

export type SetUpTools = {
  readonly people: People
  readonly passwords: Passwords
  readonly sessions: Sessions
  readonly setUpToken: SetUpToken
}

export type SetUpInput = {
  readonly token: string
  readonly tenantName: string
  readonly name: string
  readonly email: string
  readonly password: string
}

/** `path` names the field of the input. */
export type SetUpRefusal = {
  readonly code: 'wrong-token' | 'already-set-up' | 'invalid'
  readonly message: string
  readonly path: keyof SetUpInput
}

const MIN_PASSWORD = 12
const MAX_PASSWORD = 128
const MAX_TEXT = 200

/** Makes the first tenant and person and signs the person in. Works once, and only with the token of the printed link. */
export const setUp = ({ people, passwords, sessions, setUpToken }: SetUpTools) =>
  async (input: SetUpInput): Promise<Result<OpenedSession, SetUpRefusal>> => {
    if (!setUpToken.matches(input.token)) return refuse(WRONG_TOKEN)
    const invalid = faultIn(input)
    if (invalid !== null) return refuse(invalid)
    if (!await people.nobodyYet()) return refuse(ALREADY_SET_UP)
    const created = await people.createFirst({
      tenantName: input.tenantName.trim(), name: input.name.trim(), email: input.email.trim().toLowerCase(),
      passwordHash: await passwords.hash(input.password),
    })
    return created.ok ? ok(await sessions.open(created.value)) : refuse(ALREADY_SET_UP)
  }

const WRONG_TOKEN: SetUpRefusal = {
  code: 'wrong-token', path: 'token', message: 'This set-up link is not valid. Use the one that the server printed when it started.',
}
const ALREADY_SET_UP: SetUpRefusal = { code: 'already-set-up', path: 'token', message: 'Dataing is set up already. Sign in instead.' }

const faultIn = ({ tenantName, name, email, password }: SetUpInput): SetUpRefusal | null => {
  if (!isName(tenantName)) return invalid('tenantName', `Give the workspace a name of 1 to ${MAX_TEXT} characters.`)
  if (!isName(name)) return invalid('name', `Give your name in 1 to ${MAX_TEXT} characters.`)
  if (email.length > MAX_TEXT || !/^[^\s@]+@[^\s@]+$/.test(email.trim())) return invalid('email', 'This is not an e-mail address.')
  if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD) {
    return invalid('password', `Choose a password of ${MIN_PASSWORD} to ${MAX_PASSWORD} characters.`)
  }
  return null
}

const isName = (text: string) => text.trim().length > 0 && text.length <= MAX_TEXT

const invalid = (path: keyof SetUpInput, message: string): SetUpRefusal => ({ code: 'invalid', path, message })
