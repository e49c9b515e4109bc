// A remembered approval: other values in a query of this shape run without asking, and nothing wider does.
import { sameTable, type TableName } from '../dataset/table.ts'
import type { PersonId } from '../shared/ids.ts'
import { isApprover } from './approvers.ts'
import { voicesOf } from './behalf.ts'
import type { ApprovalPolicy } from './policy.ts'
import type { AllowedQuery, ApprovalDecision, ByPerson, GrantTerms, QueryContent } from './request.ts'

/** Whose word a grant has, and who was away and had it given so. */
type Word = ByPerson & { readonly behalf?: ByPerson | null }

/** A grant that is in force, and who gave it. */
export type Grant = GrantTerms & Word & { readonly seconded: Word | null }

/** A query that is to be allowed: what it touches and is going to read, and whose it is. */
export type Covered = Pick<QueryContent, 'tables' | 'columns' | 'sensitive'> & {
  readonly bytes: number | null
  readonly people: readonly (PersonId | null)[]
}

/** Days change how much is read; beyond this a person looks again. */
const MORE_BYTES = 2

const within = (names: readonly string[], known: readonly string[]) => names.every(name => known.includes(name))

const sameTables = (one: readonly TableName[], other: readonly TableName[]) =>
  one.length === other.length && one.every(name => other.some(each => sameTable(each, name)))

/**
 * Whether the grant is good for a query of its shape under the policy as it is now. Columns that came to a table, or became sensitive, since it was given are
 * not in it; nor is what reads far more; nor what its giver may not decide, where nobody may for themselves; nor one person's word where it takes two;
 * nor the word of somebody who is not in the team that decides; who spoke for somebody away had that person's place in it.
 */
export const covers = (
  grant: Grant,
  { tables, columns, sensitive, bytes, people }: Covered,
  { quorum, noSelfApproval, approvers }: ApprovalPolicy,
): boolean => {
  const words = [grant, ...(grant.seconded ? [grant.seconded] : [])]
  const voices = words.flatMap(voicesOf)
  return (
    sameTables(tables, grant.tables) &&
    within(columns, grant.columns) &&
    within(sensitive, grant.sensitive) &&
    (grant.bytes === null || (bytes !== null && bytes <= grant.bytes * MORE_BYTES)) &&
    words.length >= quorum &&
    words.every(({ by, behalf }) => isApprover(approvers, behalf?.by ?? by)) &&
    !(noSelfApproval && people.some(person => person !== null && voices.includes(person)))
  )
}

/** The grant of a decision that took two: only what both wanted remembered is, for as long as both wanted. */
export const grantOfBoth = (first: GrantTerms | null, second: GrantTerms | null): GrantTerms | null =>
  first && second && { ...second, until: first.until < second.until ? first.until : second.until }

/** The decision that a grant stands for. */
export const decisionByGrant = ({ request: { id }, grant }: AllowedQuery): ApprovalDecision => ({
  requestId: id,
  outcome: 'approved',
  by: grant.by,
  byName: grant.byName,
  reason: null,
  change: null,
  behalf: null,
  seconded: null,
  grant: null,
  byGrant: grant,
})
