import type { SignedIn } from '../../core/access/signedIn.ts'
import type { AuditTrail } from '../../core/ports/auditTrail.ts'
import type { Invitations } from '../../core/ports/invitations.ts'
import { acceptInvitation, type AcceptTools } from './acceptInvitation.ts'
import { browserSessions } from './browserSessions.ts'
import { changePassword } from './changePassword.ts'
import { changeSecurity } from './changeSecurity.ts'
import { addServiceAccount, changeTeam, renameSelf, renameTenant, setNoticeMails } from './changeTeam.ts'
import { revokeApiKey, rotateApiKey } from './endApiKey.ts'
import { confirmSignIn } from './confirmSignIn.ts'
import { invite, type InviteTools } from './invite.ts'
import { makeApiKey, type KeyTools } from './makeApiKey.ts'
import { provision, type ProvisionTools } from './provision.ts'
import { askPasswordReset, resetPassword, type ResetTools } from './resetPassword.ts'
import { singleSignOn, type SsoTools } from './singleSignOn.ts'
import { ssoSettings, type SsoSettingsTools } from './ssoSettings.ts'
import { askSignUp, findSignUp, signUp, type SignUpTools } from './signUp.ts'
import { twoFactor } from './twoFactor.ts'
import type { People } from '../../core/ports/people.ts'
import type { SecondFactors } from '../../core/ports/secondFactors.ts'
import type { SecuritySettings } from '../../core/ports/securitySettings.ts'
import type { Sessions } from '../../core/ports/sessions.ts'
import type { Team } from '../../core/ports/team.ts'

export type AccessTools = Omit<KeyTools, 'team'> &
  AcceptTools &
  InviteTools &
  Omit<ResetTools, 'throttle'> &
  SignUpTools &
  SsoTools &
  SsoSettingsTools &
  ProvisionTools & {
    readonly team: Team
    readonly people: People
    readonly sessions: Sessions
    readonly secondFactors: SecondFactors
    readonly security: SecuritySettings
    readonly invitations: Invitations
    readonly auditTrail: Pick<AuditTrail, 'verify'>
  }

/** What people may do about the team, its keys, and themselves. */
export const createAccess = (tools: AccessTools) => ({
  makeApiKey: makeApiKey(tools),
  rotateApiKey: rotateApiKey(tools),
  revokeApiKey: revokeApiKey(tools),
  changeTeam: changeTeam(tools),
  addServiceAccount: addServiceAccount(tools),
  renameSelf: renameSelf(tools),
  setNoticeMails: setNoticeMails(tools),
  renameTenant: renameTenant(tools),
  invite: invite(tools),
  findInvitation: tools.invitations.find,
  acceptInvitation: acceptInvitation(tools),
  revokeInvitation: ({ tenantId }: SignedIn, id: string) => tools.invitations.revoke(tenantId, id),
  changePassword: changePassword(tools),
  sendsMail: tools.outbox.isOpen,
  askPasswordReset: askPasswordReset(tools),
  resetPassword: resetPassword(tools),
  signUpOpen: tools.signUpOpen,
  askSignUp: askSignUp(tools),
  findSignUp: findSignUp(tools),
  signUp: signUp(tools),
  confirmSignIn: confirmSignIn(tools),
  twoFactor: twoFactor(tools),
  security: ({ tenantId }: SignedIn) => tools.security.of(tenantId),
  changeSecurity: changeSecurity(tools),
  sso: singleSignOn(tools),
  ssoSettings: ssoSettings(tools),
  hasSso: tools.sso.isAny,
  provisioning: provision(tools),
  verifyAudit: ({ tenantId }: SignedIn) => tools.auditTrail.verify(tenantId),
  sessions: browserSessions(tools),
})

export type Access = ReturnType<typeof createAccess>
