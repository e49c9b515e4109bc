import type { PersonId } from '../shared/ids.ts'

/** The team whose people alone decide. `members` are those of now; a team that is gone has none, so that nobody decides in its stead. */
export type Approvers = { readonly teamId: string; readonly name: string; readonly members: readonly PersonId[] }

/** Whether somebody's word counts under a policy; null lets everybody's who may decide at all. */
export const isApprover = (approvers: Approvers | null, person: PersonId): boolean =>
  approvers === null || approvers.members.includes(person)

/** Why somebody outside the team may not decide, in words; null where they may. */
export const notApproverText = (approvers: Approvers | null, person: PersonId): string | null => {
  if (approvers === null || isApprover(approvers, person)) return null
  return approvers.members.length === 0
    ? `The team that decides these requests, ${approvers.name}, has nobody in it. An admin can change that in the settings.`
    : `Only people of the team ${approvers.name} decide these requests.`
}
