import type { SignedIn } from '../core/access/signedIn.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { PrivacySettings, VersionedPrivacy } from '../core/ports/privacySettings.ts'
import { checkPrivacy, type Privacy } from '../core/privacy/privacy.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { refuse, type Result } from '../core/shared/result.ts'

type Refusal = {
  readonly code: 'invalid' | 'conflict' | 'not-found'
  readonly message: string
  readonly path: keyof Privacy | 'expectedVersion'
}
type Tools = { readonly privacy: Pick<PrivacySettings, 'save'>; readonly registry: Pick<DataSourceRegistry, 'find'> }

/** Says what is seen of the tenant's data, and how long it is kept. */
export const changePrivacy =
  ({ privacy, registry }: Tools) =>
  async (
    { tenantId }: SignedIn,
    wanted: Privacy,
    expectedVersion: number,
  ): Promise<Result<VersionedPrivacy, Refusal>> => {
    const checked = checkPrivacy(wanted)
    if (!checked.ok) return checked
    for (const id of Object.keys(wanted.masked)) {
      if ((await registry.find(tenantId, asId<DataSourceId>(id))) === null)
        return refuse({ code: 'not-found', path: 'masked', message: 'There is no such data source.' })
    }
    const saved = await privacy.save(tenantId, checked.value, expectedVersion)
    return saved.ok
      ? saved
      : refuse({
          code: 'conflict',
          path: 'expectedVersion',
          message: 'Somebody changed the settings meanwhile. Read them again.',
        })
  }
