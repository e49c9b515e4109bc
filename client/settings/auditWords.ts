import type { AuditAction, AuditActorKind } from '../gql/graphql.ts'

/** Each action as the middle of a sentence: who … what. */
export const actionWords: Readonly<Record<AuditAction, string>> = {
  TENANT_SET_UP: 'set up the workspace', TENANT_CHANGED: 'renamed the workspace', SIGNED_IN: 'signed in', SIGN_IN_FAILED: 'failed to sign in as',
  SIGNED_OUT: 'signed out', SESSION_REVOKED: 'signed out a browser', PASSWORD_CHANGED: 'changed the password', PROFILE_CHANGED: 'changed a name',
  PASSWORD_RESET: 'set a new password by a mailed link', TWO_FACTOR_SET_UP: 'set up a second factor', TWO_FACTOR_REMOVED: 'took the second factor away',
  RECOVERY_CODES_RENEWED: 'made new recovery codes', SECURITY_CHANGED: 'changed what sign-ins take in', PRIVACY_CHANGED: 'changed what is seen of the data of',
  SSO_CHANGED: 'changed the single sign-on of',
  SSO_LINKED: 'signed in by single sign-on for the first time',
  PERSON_INVITED: 'invited', INVITATION_REVOKED: 'took back the invitation of', PERSON_JOINED: 'joined', ROLE_CHANGED: 'changed the role of',
  PERSON_DEACTIVATED: 'deactivated', PERSON_REACTIVATED: 'reactivated', PERSON_REMOVED: 'removed', OWNERSHIP_TRANSFERRED: 'handed the workspace to',
  SERVICE_ACCOUNT_MADE: 'made the service account', KEY_MADE: 'made the API key', KEY_ROTATED: 'rotated the API key', KEY_REVOKED: 'revoked the API key',
  TEAM_MADE: 'made the team', TEAM_CHANGED: 'changed the team', TEAM_REMOVED: 'removed the team',
  DATA_SOURCE_CONNECTED: 'connected the data source', DATA_SOURCE_CHANGED: 'changed the data source', DATA_SOURCE_REMOVED: 'removed the data source',
  DATA_SOURCE_TESTED: 'tested the data source', SCHEMA_READ: 'had the schema read of', KEYS_READ: 'had the foreign keys read of',
  LINEAGE_RECEIVED: 'sent lineage for', ROWS_SAMPLED: 'looked at sample rows', COLUMN_PROFILED: 'looked at the profile of a column',
  INVESTIGATION_STARTED: 'started the investigation', INVESTIGATION_CANCELLED: 'stopped the investigation',
  INVESTIGATION_PAUSED: 'paused the investigation', INVESTIGATION_RESUMED: 'resumed the investigation', HINT_ADDED: 'gave a hint to',
  HYPOTHESIS_ADDED: 'added a cause to', HYPOTHESIS_DROPPED: 'left a cause out of',
  CASE_CHANGED: 'changed the case file of', COMMENT_ADDED: 'commented on', COMMENT_EDITED: 'changed a comment on', COMMENT_DELETED: 'deleted a comment on',
  APPROVAL_DECIDED: 'decided a request of', QUERY_ALLOWED: 'let a query run by a grant in', APPROVAL_GRANT_MADE: 'remembered an approval of',
  DELEGATION_MADE: 'named who decides for', DELEGATION_REVOKED: 'took back who decides for',
  APPROVAL_GRANT_REVOKED: 'revoked a grant given in', APPROVAL_POLICY_CHANGED: 'changed when people are asked for', MODEL_SETTINGS_CHANGED: 'changed what is told to',
  BUDGET_CHANGED: 'changed the budget of', PRICE_CHANGED: 'changed the price of',
}

export const actorWords: Readonly<Record<AuditActorKind, string>> = { PERSON: 'People', KEY: 'API keys', SYSTEM: 'Dataing itself', VISITOR: 'Not signed in' }

export const reasonWords: Readonly<Record<string, string>> = {
  'missing': 'it is missing', 'changed': 'it was changed after it was written', 'unlinked': 'it does not follow from the one before it',
  'rewritten': 'it is not the one that stood here when the trail was signed', 'forged': 'a signature over the trail is not ours',
  'cut-off': 'it and what followed were cut off',
}
