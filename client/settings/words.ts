import type { Role } from '../gql/graphql.ts'

export const roleWords: Readonly<Record<Role, { readonly label: string; readonly text: string }>> = {
  VIEWER: { label: 'Viewer', text: 'Reads.' },
  MEMBER: { label: 'Member', text: 'Investigates.' },
  ADMIN: { label: 'Admin', text: 'Runs the workspace.' },
  OWNER: { label: 'Owner', text: 'Runs it, and may hand it over.' },
}

export const ROLES: readonly Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER']

/** The roles that somebody of this role may give: at most their own. */
export const rolesUpTo = (role: Role) =>
  ROLES.slice(0, ROLES.indexOf(role) + 1).map(value => ({ value, label: roleWords[value].label }))

/** A browser as people call it, from what it calls itself. */
export const browserName = (agent: string | null | undefined) => {
  if (!agent) return 'Unknown browser'
  const name = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
    ['curl/', 'curl'],
  ].find(([mark = '']) => agent.includes(mark))?.[1]
  const system = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark = '']) => agent.includes(mark))?.[1]
  return `${name ?? agent.split('/')[0]}${system ? ` on ${system}` : ''}`
}
