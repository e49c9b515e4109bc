import type { SignedIn } from '../core/access/signedIn.ts'
import type { Refusal } from '../core/investigation/command.ts'
import type { Steering } from '../core/investigation/steering.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import { change } from './change.ts'
import type { Tools } from './tools.ts'

/** `field` is the one of the wish that is wrong. */
export type SteerRefusal = {
  readonly code: Refusal['code'] | 'invalid'
  readonly message: string
  readonly field: 'text' | 'reason' | 'kind' | 'hypothesisId' | null
}

const MAX_TEXT = 2_000

const said: Readonly<Record<Refusal['code'], string>> = {
  'not-found': 'There is no such investigation.',
  'not-running': 'This investigation has ended already.',
  'paused-already': 'This investigation is paused already.',
  'not-paused': 'This investigation is not paused.',
  'too-early': 'Causes are not looked for yet; add yours once they are.',
  'proposed-already': 'This cause is among those that are tested already.',
  'not-proposed': 'This cause is not among those that are tested.',
  'too-many': "This case has as many causes in people's own words as it can hold.",
  'not-testable': 'Nothing that can be measured here could tell whether this is the cause.',
  'already-open': 'This investigation is open already.',
  'already-decided': 'That was decided already.',
  'given-already': 'You approved that already.',
  expired: 'The time for it has passed.',
}

/** A refusal in words. */
export const saidOf = ({ code }: Refusal): string => said[code]

/** Pauses, resumes or steers a running case, in the name of a person. */
export const steerInvestigation =
  ({ store }: Pick<Tools, 'store'>) =>
  async (ref: CaseRef, given: Steering, by: SignedIn): Promise<Result<null, SteerRefusal>> => {
    const wish = trimmed(given)
    const invalid = invalidPart(wish)
    if (invalid) return refuse(invalid)
    const steered = await change(store)(ref, {
      type: 'SteerInvestigation',
      wish,
      by: { by: by.personId, byName: by.name },
    })
    if (steered.ok) return ok(null)
    const { code } = steered.problem
    return refuse({
      code,
      message: said[code],
      field:
        wish.kind === 'addHypothesis' || wish.kind === 'dropHypothesis'
          ? 'kind'
          : wish.kind === 'dropOwn'
            ? 'hypothesisId'
            : null,
    })
  }

type Drop = Extract<Steering, { kind: 'dropHypothesis' | 'dropOwn' }>
const isDrop = (wish: Steering): wish is Drop => wish.kind === 'dropHypothesis' || wish.kind === 'dropOwn'

const trimmed = (wish: Steering): Steering => {
  if (wish.kind === 'addHint') return { ...wish, text: wish.text.trim() }
  return isDrop(wish) ? { ...wish, reason: wish.reason?.trim() || null } : wish
}

const invalidPart = (wish: Steering): SteerRefusal | null => {
  if (wish.kind === 'addHint' && (wish.text === '' || wish.text.length > MAX_TEXT))
    return { code: 'invalid', message: `A hint has 1 to ${MAX_TEXT} characters.`, field: 'text' }
  if (isDrop(wish) && (wish.reason?.length ?? 0) > MAX_TEXT)
    return { code: 'invalid', message: `A reason may have ${MAX_TEXT} characters.`, field: 'reason' }
  return null
}
