import { AUDIT_ACTIONS, type AuditAction } from '../core/access/auditAction.ts'

type Entry = { readonly action: string; readonly before: string | null; readonly after: string | null }

/** What an action does to what it is about. */
const does: readonly (readonly [RegExp, 'change' | 'end' | 'begin'])[] = [
  [/(Changed|Edited|Rotated|Deactivated|Reactivated|Transferred|Paused|Resumed)$/, 'change'],
  [/(Removed|Revoked|Deleted)$/, 'end'],
  [/(Made|Added|Connected|Invited|Joined|Started|Received|Tested|Read|SetUp)$/, 'begin'],
]

/** Their name says all there is to tell, or what was before and after is itself a secret. */
const BARE: readonly string[] = [
  'passwordChanged',
  'passwordReset',
  'twoFactorSetUp',
  'twoFactorRemoved',
  'recoveryCodesRenewed',
  'sessionRevoked',
]

const kindOf = (action: string) =>
  BARE.includes(action) ? null : (does.find(([name]) => name.test(action))?.[1] ?? null)

/** The actions that change what was there before and is there afterwards. */
export const CHANGES = (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter(action => kindOf(action) === 'change')

/** Whether both sides of a change are told, and differ. */
export const isWhole = ({ before, after }: Entry) => before !== null && after !== null && before !== after

/** What an entry ought to hold and does not; null where it is whole. A change may be of what was not there before, or is no more: then one side is all there is. */
export const lacking = ({ action, before, after }: Entry): string | null => {
  switch (kindOf(action)) {
    case 'change':
      return before === after ? `${action} does not tell what changed` : null
    case 'end':
      return before === null ? `${action} does not tell what was` : null
    case 'begin':
      return after === null ? `${action} does not tell what is now` : null
    default:
      return null
  }
}
