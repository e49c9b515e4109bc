import { may, type SignedIn } from '../../core/access/signedIn.ts'
import type { KnownKey, MadeKey } from '../../core/ports/apiKeys.ts'
import { refuse, type Result } from '../../core/shared/result.ts'
import { MAX_KEY_DAYS, type KeyTools } from './makeApiKey.ts'

type Tools = Pick<KeyTools, 'apiKeys' | 'now'>
type NotFound = { readonly code: 'not-found' }

export type RotateRefusal =
  | NotFound
  | { readonly code: 'rotated-already' }
  | { readonly code: 'invalid'; readonly message: string; readonly path: 'overlapHours' | 'days' }

const MAX_OVERLAP_HOURS = 7 * 24
const HOUR_MS = 3_600_000

/** Ends a key at once: one's own, or anybody's for those who may. Somebody else's key is otherwise as good as unknown. */
export const revokeApiKey =
  ({ apiKeys }: Tools) =>
  async (signedIn: SignedIn, id: string): Promise<Result<null, NotFound>> => {
    const key = await apiKeys.known(signedIn.tenantId, id)
    if (key === null || !(isOwn(key, signedIn) || may(signedIn, 'keys:admin'))) return refuse({ code: 'not-found' })
    return apiKeys.revoke(signedIn.tenantId, id)
  }

type Rotation = { readonly id: string; readonly overlapHours: number; readonly days: number }

/**
 * Makes the successor of a key of one's own, or of a service account's; the old one works for the overlap. Nobody may rotate another person's key:
 * they would hold one that acts in that person's name.
 */
export const rotateApiKey =
  ({ apiKeys, now }: Tools) =>
  async (signedIn: SignedIn, { id, overlapHours, days }: Rotation): Promise<Result<MadeKey, RotateRefusal>> => {
    if (!Number.isInteger(overlapHours) || overlapHours < 0 || overlapHours > MAX_OVERLAP_HOURS) {
      return refuse({
        code: 'invalid',
        path: 'overlapHours',
        message: `The old key may go on for 0 to ${MAX_OVERLAP_HOURS} hours.`,
      })
    }
    if (!Number.isInteger(days) || days < 1 || days > MAX_KEY_DAYS) {
      return refuse({ code: 'invalid', path: 'days', message: `A key lives 1 to ${MAX_KEY_DAYS} days.` })
    }
    const key = await apiKeys.known(signedIn.tenantId, id)
    if (key === null || !mayRotate(key, signedIn)) return refuse({ code: 'not-found' })
    const at = now().getTime()
    return apiKeys.rotate(signedIn.tenantId, id, {
      overlapEnds: new Date(at + overlapHours * HOUR_MS),
      expiresAt: new Date(at + days * 24 * HOUR_MS),
    })
  }

const isOwn = (key: KnownKey, signedIn: SignedIn) => key.owner.personId === signedIn.personId

/** A key, too, may rotate only what holds no more than itself. */
const mayRotate = (key: KnownKey, signedIn: SignedIn) =>
  (isOwn(key, signedIn) || (key.owner.isService && may(signedIn, 'keys:admin'))) &&
  key.scopes.every(scope => signedIn.key === null || may(signedIn, scope))
