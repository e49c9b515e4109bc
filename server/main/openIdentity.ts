import type { PrismaClient } from '../../prisma/generated/client.ts'
import type { Askers } from '../adapters/audit/asking.ts'
import { createAuditLog } from '../adapters/audit/auditLog.ts'
import { createAuditTrail } from '../adapters/audit/auditTrail.ts'
import { createAuditWriter } from '../adapters/audit/auditWriter.ts'
import { createApiKeys } from '../adapters/identity/apiKeys.ts'
import { createInvitations } from '../adapters/identity/invitations.ts'
import { createPasswords } from '../adapters/identity/passwords.ts'
import { createPeople } from '../adapters/identity/people.ts'
import { createSessions } from '../adapters/identity/sessions.ts'
import { createSetUpToken } from '../adapters/identity/setUpToken.ts'
import { createSignInThrottle } from '../adapters/identity/signInThrottle.ts'
import { createStanding } from '../adapters/identity/standing.ts'
import { createTeam } from '../adapters/identity/team.ts'

type Options = { readonly db: PrismaClient; readonly askers: Askers; readonly now: () => Date; readonly onProblem: (problem: unknown) => void }

/** Who may come in, and who is asking. */
export const openIdentity = ({ db, askers, now, onProblem }: Options) => {
  const audit = createAuditWriter(askers.current)
  const tools = { db, audit, now }
  return {
    now, audit, auditLog: createAuditLog(db, audit),
    auditTrail: createAuditTrail(db), attribute: askers.attribute, people: createPeople({ db, audit, onProblem }), passwords: createPasswords(), sessions: createSessions(tools),
    apiKeys: createApiKeys(tools), team: createTeam(tools), invitations: createInvitations(tools), standing: createStanding(db, now),
    throttle: createSignInThrottle(db, now), setUp: createSetUpToken(),
  }
}

export type Identity = ReturnType<typeof openIdentity>
