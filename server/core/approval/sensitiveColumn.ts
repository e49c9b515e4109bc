import { isNationalId } from '../finding/mask/nationalId.ts'
import { isCalling, isPersonal } from '../finding/mask/sensitive.ts'
import type { ApprovalPolicy } from './policy.ts'

const named =
  /e_?mail|iban|(^|_)(credit_?)?card(_?(no|num|number))?$|(^|_)ip(_?addr(ess)?)?$|password|secret|token|salary|religion|gender/i

/** Whether a column holds what belongs to a person, by its name or because the policy says so. */
export const isSensitiveColumn = (
  name: string,
  { sensitiveColumns }: Pick<ApprovalPolicy, 'sensitiveColumns'>,
): boolean =>
  sensitiveColumns.includes(name) || named.test(name) || isCalling(name) || isPersonal(name) || isNationalId(name)
