import { checkSecurity, type Security } from '../../core/access/security.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { SecuritySettings, VersionedSecurity } from '../../core/ports/securitySettings.ts'
import type { SsoConnections } from '../../core/ports/ssoConnections.ts'
import { refuse, type Result } from '../../core/shared/result.ts'

export type ChangeSecurityRefusal = {
  readonly code: 'invalid' | 'conflict'
  readonly message: string
  readonly path: keyof Security | 'expectedVersion'
}

/** Says what sign-ins of the tenant must show, and how long they and the trail last. The caller's own session stays. */
export const changeSecurity =
  ({
    security,
    sso,
  }: {
    readonly security: Pick<SecuritySettings, 'save'>
    readonly sso: Pick<SsoConnections, 'of'>
  }) =>
  async (
    signedIn: SignedIn,
    wanted: Security,
    expectedVersion: number,
  ): Promise<Result<VersionedSecurity, ChangeSecurityRefusal>> => {
    const checked = checkSecurity(wanted)
    if (!checked.ok) return checked
    if (
      wanted.ssoOnly &&
      (await sso.of(signedIn.tenantId))?.domains.some(({ provedAt }) => provedAt !== null) !== true
    ) {
      return refuse({
        code: 'invalid',
        path: 'ssoOnly',
        message: 'Set up single sign-on and prove one of its domains first: else nobody but owners could come in.',
      })
    }
    const saved = await security.save(signedIn.tenantId, checked.value, {
      expectedVersion,
      kept: signedIn.credential.id,
    })
    return saved.ok
      ? saved
      : refuse({
          code: 'conflict',
          path: 'expectedVersion',
          message: 'Somebody changed the settings meanwhile. Read them again.',
        })
  }
