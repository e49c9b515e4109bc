import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Enrolment, SecondFactors } from '../../core/ports/secondFactors.ts'
import type { SecuritySettings } from '../../core/ports/securitySettings.ts'
import type { Sessions } from '../../core/ports/sessions.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { provePassword, type ProveRefusal, type ProveTools } from './provePassword.ts'

export type TwoFactorTools = ProveTools & {
  readonly secondFactors: SecondFactors
  readonly security: Pick<SecuritySettings, 'of'>
  readonly sessions: Pick<Sessions, 'strengthen'>
}

type Proof = { readonly password: string; readonly address: string | null }
type WrongCode = { readonly code: 'wrong-code'; readonly message: string; readonly path: 'code' }
type Stands = {
  readonly code: 'enrolled-already' | 'not-enrolled' | 'required'
  readonly message: string
  readonly path: 'password'
}
export type TwoFactorRefusal = ProveRefusal | WrongCode | Stands

/** What a person in a browser may do about their second factor; whatever weakens it asks for the password. */
export const twoFactor = (tools: TwoFactorTools) => {
  const { people, secondFactors, security, sessions } = tools
  const prove = ({ signedIn, password, address }: Proof & { readonly signedIn: SignedIn }) =>
    provePassword(tools)(signedIn, { password, address, path: 'password' })
  return {
    async standing({ personId }: SignedIn): Promise<{ readonly since: Date | null; readonly recoveryCodes: number }> {
      const account = await people.accountOf(personId)
      return account === null ? { since: null, recoveryCodes: 0 } : secondFactors.standing(account.accountId)
    },
    async enrol(signedIn: SignedIn, proof: Proof): Promise<Result<Enrolment, TwoFactorRefusal>> {
      const proved = await prove({ signedIn, ...proof })
      if (!proved.ok) return proved
      const enrolled = await secondFactors.enrol(proved.value, proved.value.email)
      return enrolled.ok
        ? enrolled
        : refuse({
            code: 'enrolled-already',
            path: 'password',
            message: 'You have a second factor already. Take it away first.',
          })
    },
    async confirm(signedIn: SignedIn, code: string): Promise<Result<readonly string[], TwoFactorRefusal>> {
      const account = await people.accountOf(signedIn.personId)
      const confirmed = account && (await secondFactors.confirm(account, code))
      if (!confirmed?.ok)
        return refuse({ code: 'wrong-code', path: 'code', message: 'This is not the code that the app shows now.' })
      await sessions.strengthen(signedIn.credential.id)
      return confirmed
    },
    async renewCodes(signedIn: SignedIn, proof: Proof): Promise<Result<readonly string[], TwoFactorRefusal>> {
      const proved = await prove({ signedIn, ...proof })
      if (!proved.ok) return proved
      const { since } = await secondFactors.standing(proved.value.accountId)
      if (since === null)
        return refuse({ code: 'not-enrolled', path: 'password', message: 'You have no second factor.' })
      return ok(await secondFactors.renewCodes(proved.value))
    },
    async remove(signedIn: SignedIn, proof: Proof): Promise<Result<null, TwoFactorRefusal>> {
      const proved = await prove({ signedIn, ...proof })
      if (!proved.ok) return proved
      if ((await security.of(signedIn.tenantId)).twoFactorRequired) {
        return refuse({
          code: 'required',
          path: 'password',
          message: 'This workspace asks everybody for a second factor.',
        })
      }
      await secondFactors.remove(proved.value)
      return ok(null)
    },
  }
}
