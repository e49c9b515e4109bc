// The one table of who may do what. The server decides by it, and the page shows it.
import { isAtLeast, type Role } from './role.ts'

type Entry = { readonly from: Role; readonly allows: string }

/** Each permission with the lowest role that has it; every higher role has it too. */
export const PERMISSIONS = {
  'investigations:read': {
    from: 'viewer',
    allows: 'See investigations with their evidence and reports, data sources and their tables',
  },
  'team:read': { from: 'viewer', allows: 'See who is in the team, and as what' },
  'investigations:write': { from: 'member', allows: 'Start and stop investigations' },
  'samples:read': { from: 'member', allows: 'Look into tables: sample rows and profiles of columns, masked' },
  'approvals:decide': {
    from: 'member',
    allows: 'Approve, change and reject what investigations ask before they go on',
  },
  'keys:write': { from: 'member', allows: 'Make, rotate and revoke API keys of their own' },
  'approvals:write': { from: 'admin', allows: 'Say when investigations must ask, and what they may never do' },
  'approvals:grant': {
    from: 'admin',
    allows: 'Let queries of an approved shape run without asking for a time, and revoke that',
  },
  'dataSources:write': { from: 'admin', allows: 'Connect, change, test and remove data sources' },
  'lineage:write': { from: 'admin', allows: 'Send what other programs tell of lineage, and read foreign keys anew' },
  'team:write': {
    from: 'admin',
    allows: 'Invite, deactivate and remove people and change their roles, up to their own; make service accounts',
  },
  'keys:admin': { from: 'admin', allows: "See and revoke everybody's API keys, and make keys for service accounts" },
  'audit:read': { from: 'admin', allows: 'Read, export and verify the audit trail' },
  'scim:write': { from: 'admin', allows: 'Keep people and teams in step with a directory (SCIM)' },
  'settings:write': { from: 'admin', allows: 'Change the settings of the workspace' },
  'sso:write': {
    from: 'owner',
    allows: 'Say which identity provider signs people in, for which domains: it could sign in as anybody, owners too',
  },
  'ownership:transfer': { from: 'owner', allows: 'Hand the workspace over to somebody else' },
} as const satisfies Readonly<Record<string, Entry>>

export type Permission = keyof typeof PERMISSIONS

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[]

export const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text)

/** What a role may do. */
export const permissionsOf = (role: Role): readonly Permission[] =>
  ALL_PERMISSIONS.filter(permission => isAtLeast(role, PERMISSIONS[permission].from))
