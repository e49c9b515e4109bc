import { checkSecurity, type Security } from '../../core/access/security.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { SecuritySettings, VersionedSecurity } from '../../core/ports/securitySettings.ts'
import { refuse, type Result } from '../../core/shared/result.ts'

export type ChangeSecurityRefusal = { readonly code: 'invalid' | 'conflict'; readonly message: string; readonly path: keyof Security | 'expectedVersion' }

/** Says what sign-ins of the tenant must show, and how long they and the trail last. The caller's own session stays. */
export const changeSecurity = ({ security }: { readonly security: Pick<SecuritySettings, 'save'> }) =>
  async (signedIn: SignedIn, wanted: Security, expectedVersion: number): Promise<Result<VersionedSecurity, ChangeSecurityRefusal>> => {
    const checked = checkSecurity(wanted)
    if (!checked.ok) return checked
    const saved = await security.save(signedIn.tenantId, checked.value, { expectedVersion, kept: signedIn.credential.id })
    return saved.ok ? saved : refuse({ code: 'conflict', path: 'expectedVersion', message: 'Somebody changed the settings meanwhile. Read them again.' })
  }
