import { passwordFault } from '../../core/access/password.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { People } from '../../core/ports/people.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { provePassword, type ProveRefusal, type ProveTools } from './provePassword.ts'

export type ChangePasswordTools = ProveTools & { readonly people: Pick<People, 'changePassword'> }

export type ChangePasswordInput = { readonly current: string; readonly next: string; readonly address: string | null }

export type ChangePasswordRefusal =
  ProveRefusal | { readonly code: 'invalid'; readonly message: string; readonly path: 'next' }

/** Changes the password of the person in this browser, who must know the old one, and signs out everywhere else. */
export const changePassword =
  (tools: ChangePasswordTools) =>
  async (
    signedIn: SignedIn,
    { current, next, address }: ChangePasswordInput,
  ): Promise<Result<null, ChangePasswordRefusal>> => {
    const proved = await provePassword(tools)(signedIn, { password: current, address, path: 'current' })
    if (!proved.ok) return proved
    const account = proved.value
    const weak =
      next === current ? 'Choose another than the one you have.' : passwordFault(next, [account.email, signedIn.name])
    if (weak !== null) return refuse({ code: 'invalid', message: weak, path: 'next' })
    await tools.people.changePassword(account, await tools.passwords.hash(next), signedIn.credential.id)
    return ok(null)
  }
