import { passwordFault } from '../core/access/password.ts'
import type { Passwords } from '../core/ports/passwords.ts'
import type { People } from '../core/ports/people.ts'
import type { OpenedSession, Sessions } from '../core/ports/sessions.ts'
import type { SetUpToken } from '../core/ports/setUpToken.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { emailOf, isName, MAX_TEXT } from './access/inputs.ts'

export type SetUpTools = {
  readonly people: Pick<People, 'nobodyYet' | 'createFirst'>
  readonly passwords: Passwords
  readonly sessions: Pick<Sessions, 'open'>
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

/** Makes the first tenant and person and signs the person in. Works once, and only with the token of the printed link. */
export const setUp =
  ({ people, passwords, sessions, setUpToken }: SetUpTools) =>
  async (input: SetUpInput): Promise<Result<OpenedSession, SetUpRefusal>> => {
    if (!setUpToken.matches(input.token)) return refuse(WRONG_TOKEN)
    if (!isName(input.tenantName))
      return invalid('tenantName', `Give the workspace a name of 1 to ${MAX_TEXT} characters.`)
    if (!isName(input.name)) return invalid('name', `Give your name in 1 to ${MAX_TEXT} characters.`)
    const email = emailOf(input.email)
    if (email === null) return invalid('email', 'This is not an e-mail address.')
    const weak = passwordFault(input.password, [input.name, email, input.tenantName])
    if (weak !== null) return invalid('password', weak)
    if (!(await people.nobodyYet())) return refuse(ALREADY_SET_UP)
    const created = await people.createFirst({
      tenantName: input.tenantName.trim(),
      name: input.name.trim(),
      email,
      passwordHash: await passwords.hash(input.password),
    })
    return created.ok ? ok(await sessions.open(created.value)) : refuse(ALREADY_SET_UP)
  }

const WRONG_TOKEN: SetUpRefusal = {
  code: 'wrong-token',
  path: 'token',
  message: 'This set-up link is not valid. Use the one that the server printed when it started.',
}
const ALREADY_SET_UP: SetUpRefusal = {
  code: 'already-set-up',
  path: 'token',
  message: 'Dataing is set up already. Sign in instead.',
}

const invalid = (path: keyof SetUpInput, message: string) => refuse({ code: 'invalid', path, message } as const)
