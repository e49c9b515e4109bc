/** What somebody is in a tenant, from the least to the most. */
export const ROLES = ['viewer', 'member', 'admin', 'owner'] as const

export type Role = (typeof ROLES)[number]

/** The stored text as a role; a text that is none may do nothing, and is a fault of ours. */
export const roleOf = (text: string): Role => {
  const role = ROLES.find(each => each === text)
  if (role === undefined) throw new Error(`Unknown role ${text}`)
  return role
}

/** Whether the first role is as high as the second, or higher. */
export const isAtLeast = (role: Role, other: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(other)
