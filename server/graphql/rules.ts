// Who may call what: one line for each field of the three root types, and one for each type that `node` can fetch.
// What has no line here is refused to everybody, and a test says so by name.
import type { Permission } from '../core/access/permission.ts'

/**
 * `anyone`: also those who are not signed in. `signedIn`: every person and every key. `person`: a person in a browser, never a key.
 * Else what the caller's role, and the key's scopes, must have.
 */
export type Rule = 'anyone' | 'signedIn' | 'person' | Permission

type Rules = Readonly<Record<string, Rule>>

const Query: Rules = {
  accuracy: 'signedIn',
  apiKeys: 'keys:admin',
  approvalPolicy: 'investigations:read',
  approvals: 'investigations:read',
  auditCsv: 'audit:read',
  auditEntries: 'audit:read',
  auditVerification: 'audit:read',
  dataSourceKinds: 'investigations:read',
  dataSources: 'investigations:read',
  demoScenarios: 'investigations:read',
  investigations: 'investigations:read',
  invitation: 'anyone',
  invitations: 'team:write',
  modelColumns: 'audit:read',
  modelColumnsCsv: 'audit:read',
  modelPayload: 'audit:read',
  modelSettings: 'investigations:read',
  myApiKeys: 'keys:write',
  node: 'signedIn',
  nodes: 'signedIn',
  people: 'team:read',
  permissions: 'signedIn',
  security: 'settings:write',
  sessions: 'person',
  setUpNeeded: 'anyone',
  signInOptions: 'anyone',
  singleSignOn: 'settings:write',
  teams: 'team:read',
  twoFactor: 'person',
  usage: 'investigations:read',
  usageCsv: 'investigations:read',
  viewer: 'anyone',
}

const Mutation: Rules = {
  apiKeyMake: 'keys:write',
  apiKeyRevoke: 'keys:write',
  apiKeyRotate: 'keys:write',
  approvalDecide: 'approvals:decide',
  approvalPolicyChange: 'approvals:write',
  approvalQueryCheck: 'approvals:decide',
  budgetSet: 'settings:write',
  columnProfile: 'samples:read',
  dataSourceChange: 'dataSources:write',
  dataSourceConnect: 'dataSources:write',
  dataSourceRemove: 'dataSources:write',
  dataSourceTest: 'dataSources:write',
  investigationCancel: 'investigations:write',
  investigationStart: 'investigations:write',
  invitationAccept: 'anyone',
  invitationMake: 'team:write',
  invitationRevoke: 'team:write',
  lineageRefresh: 'lineage:write',
  modelSettingsChange: 'settings:write',
  ownershipTransfer: 'ownership:transfer',
  passwordChange: 'person',
  passwordReset: 'anyone',
  passwordResetAsk: 'anyone',
  personDeactivate: 'team:write',
  personReactivate: 'team:write',
  personRemove: 'team:write',
  personRoleChange: 'team:write',
  priceSet: 'settings:write',
  profileChange: 'person',
  queryRerun: 'investigations:write',
  recoveryCodesRenew: 'person',
  schemaRead: 'investigations:write',
  securityChange: 'settings:write',
  serviceAccountMake: 'team:write',
  sessionRevoke: 'person',
  sessionsRevokeOthers: 'person',
  setUp: 'anyone',
  signIn: 'anyone',
  signInConfirm: 'anyone',
  signOut: 'anyone',
  singleSignOnChange: 'settings:write',
  singleSignOnRemove: 'settings:write',
  tableSample: 'samples:read',
  teamChange: 'team:write',
  teamMake: 'team:write',
  teamRemove: 'team:write',
  tenantChange: 'settings:write',
  tenantLeave: 'person',
  tenantSwitch: 'person',
  twoFactorConfirm: 'person',
  twoFactorEnrol: 'person',
  twoFactorRemove: 'person',
}

const Subscription: Rules = {
  approvalInbox: 'investigations:read',
  budgetEvents: 'investigations:read',
  dataSourceTesting: 'dataSources:write',
  investigationEvents: 'investigations:read',
}

export const rules = { Query, Mutation, Subscription } as const

/** What it takes to fetch an object of this type by its id; without it the answer is the one for an unknown id. */
export const nodeRules: Readonly<Record<string, Permission>> = {
  ApprovalRequest: 'investigations:read',
  DataSource: 'investigations:read',
  Hypothesis: 'investigations:read',
  Investigation: 'investigations:read',
  InvestigationEvent: 'investigations:read',
  Person: 'team:read',
  RanQuery: 'investigations:read',
  Tenant: 'team:read',
}
