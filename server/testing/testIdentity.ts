// Everything about who people are, over a test's database, with an outbox that only keeps what is posted.
import { randomBytes } from 'node:crypto'
import type { PrismaClient } from '../../prisma/generated/client.ts'
import { createAuditSigner } from '../adapters/audit/auditSigner.ts'
import type { Askers } from '../adapters/audit/asking.ts'
import { createAskers } from '../adapters/audit/asking.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import { createIdentityProviders } from '../adapters/sso/identityProviders.ts'
import { createTextRecords } from '../adapters/dns/textRecords.ts'
import type { TextRecords } from '../core/ports/textRecords.ts'
import type { AuditNotebook } from '../core/ports/auditTrail.ts'
import type { Mail } from '../core/ports/mailer.ts'
import { openIdentity } from '../main/openIdentity.ts'

export const noNotebook: AuditNotebook = { write: async () => {}, read: async () => [] }

type Options = {
  readonly db: PrismaClient
  readonly askers?: Askers
  readonly sendsMail?: boolean
  readonly signUpOpen?: boolean
  readonly now?: () => Date
  readonly textRecords?: TextRecords
}

export const testIdentity = ({
  db,
  askers = createAskers(),
  sendsMail = false,
  signUpOpen = false,
  now = () => new Date(),
  textRecords = createTextRecords({ servers: [] }),
}: Options) => {
  const problems: unknown[] = []
  const posted: Omit<Mail, 'id'>[] = []
  const keep = (mails: readonly Omit<Mail, 'id'>[]) => {
    if (sendsMail) posted.push(...mails)
  }
  const identity = openIdentity({
    db,
    askers,
    now,
    signUpOpen,
    textRecords,
    signer: createAuditSigner(randomBytes(32)),
    notebook: noNotebook,
    secrets: createSecretBox(randomBytes(32)),
    providers: createIdentityProviders({
      allowPrivate: true,
      onProblem: problem => {
        problems.push(problem)
      },
    }),
    linkTo: path => `https://dataing.example${path}`,
    onProblem: () => {},
    outbox: { isOpen: sendsMail, post: async (_tenantId, mail) => keep([mail]) },
    mails: { add: async (_transaction, _tenantId, mails) => keep(mails) },
  })
  return { ...identity, posted, problems }
}
