import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts'
import type { Askers } from '../adapters/audit/asking.ts'
import { createAuditLog } from '../adapters/audit/auditLog.ts'
import { createAuditTrail } from '../adapters/audit/auditTrail.ts'
import { createAuditWriter } from '../adapters/audit/auditWriter.ts'
import { createApiKeys } from '../adapters/identity/apiKeys.ts'
import { createDirectory } from '../adapters/identity/directory.ts'
import { createInvitations } from '../adapters/identity/invitations.ts'
import { createPasswordResets } from '../adapters/identity/passwordResets.ts'
import { createPasswords } from '../adapters/identity/passwords.ts'
import { createPeople } from '../adapters/identity/people.ts'
import { createSecondFactors } from '../adapters/identity/secondFactors.ts'
import { createSecuritySettings } from '../adapters/identity/securitySettings.ts'
import { createSessions } from '../adapters/identity/sessions.ts'
import { createSetUpToken } from '../adapters/identity/setUpToken.ts'
import { createSignInThrottle } from '../adapters/identity/signInThrottle.ts'
import { createSignUps } from '../adapters/identity/signUps.ts'
import { createSsoConnections } from '../adapters/identity/ssoConnections.ts'
import { createStanding } from '../adapters/identity/standing.ts'
import { createTeam } from '../adapters/identity/team.ts'
import { createTeams } from '../adapters/identity/teams.ts'
import type { AuditNotebook, AuditSigner } from '../core/ports/auditTrail.ts'
import type { IdentityProviders } from '../core/ports/identityProviders.ts'
import type { MailWriter, Outbox } from '../core/ports/outbox.ts'
import type { SecretBox } from '../core/ports/secretBox.ts'
import type { TextRecords } from '../core/ports/textRecords.ts'

type Options = {
  readonly db: PrismaClient
  readonly askers: Askers
  readonly secrets: SecretBox
  readonly outbox: Outbox
  readonly mails: MailWriter<Prisma.TransactionClient>
  readonly providers: IdentityProviders
  readonly textRecords: TextRecords
  readonly signer: AuditSigner
  readonly notebook: AuditNotebook
  readonly signUpOpen: boolean
  /** The full address of a page of ours. */
  readonly linkTo: (path: string) => string
  readonly now: () => Date
  readonly onProblem: (problem: unknown) => void
}

/** Who may come in, and who is asking. */
export const openIdentity = ({
  db,
  askers,
  secrets,
  outbox,
  mails,
  providers,
  textRecords,
  signer,
  notebook,
  signUpOpen,
  linkTo,
  now,
  onProblem,
}: Options) => {
  const audit = createAuditWriter(askers.current)
  const tools = { db, audit, mails, secrets, now }
  return {
    now,
    outbox,
    providers,
    textRecords,
    secrets,
    signUpOpen,
    linkTo,
    onProblem,
    audit,
    auditLog: createAuditLog(db, audit),
    auditTrail: createAuditTrail({ db, signer, notebook, now }),
    attribute: askers.attribute,
    people: createPeople({ db, audit, onProblem }),
    passwords: createPasswords(),
    passwordResets: createPasswordResets(tools),
    sessions: createSessions(tools),
    secondFactors: createSecondFactors(tools),
    security: createSecuritySettings(tools),
    sso: createSsoConnections(tools),
    apiKeys: createApiKeys(tools),
    team: createTeam(tools),
    teams: createTeams(tools),
    directory: createDirectory(tools),
    invitations: createInvitations(tools),
    signUps: createSignUps(tools),
    standing: createStanding(db, now),
    throttle: createSignInThrottle(db, now),
    setUp: createSetUpToken(),
  }
}

export type Identity = ReturnType<typeof openIdentity>
