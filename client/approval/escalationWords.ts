type Team = { readonly id: string; readonly name: string }
type Stored = {
  readonly afterPercent: number
  readonly role?: string | null
  readonly team?: { readonly id: string } | null
}

const roles = [
  { value: 'ADMIN', label: 'The admins' },
  { value: 'OWNER', label: 'The owners' },
] as const
const isRole = (value: string): value is 'ADMIN' | 'OWNER' => roles.some(role => role.value === value)

/** What may be chosen: nobody, a role, or a team by its id. */
export const escalationOf = (teams: readonly Team[]): readonly { readonly value: string; readonly label: string }[] => [
  { value: '', label: 'Nobody else' },
  ...roles,
  ...teams.map(({ id, name }) => ({ value: id, label: `The team ${name}` })),
]

/** The parts of the time that may be chosen; one that was set by the API stays among them. */
export const percentsOf = (stored: Stored | null | undefined) =>
  [...new Set([25, 50, 75, stored?.afterPercent ?? 50])]
    .toSorted((a, b) => a - b)
    .map(percent => ({ value: String(percent), label: `${percent} % of the time` }))

/** What is chosen; half of the time where nobody has said anything. */
export const escalationTargets = (
  stored: Stored | null | undefined,
): { readonly target: string; readonly percent: string } => ({
  target: stored?.role ?? stored?.team?.id ?? '',
  percent: String(stored?.afterPercent ?? 50),
})

/** The same as the API takes it; null: nobody else is asked. */
export const escalationParts = (target: string, percent: string) => {
  if (target === '') return null
  return { afterPercent: Number(percent), ...(isRole(target) ? { role: target } : { teamId: target }) }
}
