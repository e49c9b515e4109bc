// The outside world, opened in the order in which it hangs together.
import { availableParallelism } from 'node:os'
import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { createAuditNotebook } from '../adapters/audit/auditNotebook.ts'
import { createAuditSigner } from '../adapters/audit/auditSigner.ts'
import { createAskers, type Askers } from '../adapters/audit/asking.ts'
import { createAttributedWrites } from '../adapters/audit/attributeWrites.ts'
import { createDataSourceKinds } from '../adapters/dataSources/createDataSourceKinds.ts'
import { createDataSources } from '../adapters/dataSources/createDataSources.ts'
import { dataSources as definitions } from '../adapters/dataSources/index.ts'
import { createMailWriter, createOutbox } from '../adapters/jobs/outbox.ts'
import { ensureBoss, JOB_CHANNEL } from '../adapters/jobs/queue.ts'
import { createSmtpMailer, type SmtpSettings } from '../adapters/mail/smtpMailer.ts'
import { lineageReaders } from '../adapters/lineage/index.ts'
import { createAnnouncer } from '../adapters/postgres/announcer.ts'
import { createApprovalFeed } from '../adapters/postgres/approvalFeed.ts'
import { createApprovalGrants } from '../adapters/postgres/approvalGrants.ts'
import { createApprovalPolicies } from '../adapters/postgres/approvalPolicies.ts'
import { createCaseFiles } from '../adapters/postgres/caseFiles.ts'
import { createComments } from '../adapters/postgres/comments.ts'
import { createDelegations } from '../adapters/postgres/delegations.ts'
import { createDataSourceRegistry } from '../adapters/postgres/dataSourceRegistry.ts'
import { createEventFeed } from '../adapters/postgres/eventFeed.ts'
import { createInvestigationStore } from '../adapters/postgres/investigationStore.ts'
import { createLineage } from '../adapters/postgres/lineage.ts'
import { createLooks } from '../adapters/postgres/looks.ts'
import { migrate } from '../adapters/postgres/migrations/migrate.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { createPrivacySettings } from '../adapters/postgres/privacySettings.ts'
import { createNoticeMails } from '../adapters/postgres/noticeMails.ts'
import { createSchemaHistory } from '../adapters/postgres/schemaHistory.ts'
import { createSourceChecks } from '../adapters/postgres/sourceChecks.ts'
import { createTalkFeed } from '../adapters/postgres/talkFeed.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { createTextRecords } from '../adapters/dns/textRecords.ts'
import { createIdentityProviders } from '../adapters/sso/identityProviders.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import type { ModelEnvironment } from '../env.ts'
import type { Lifetime } from './lifetime.ts'
import { AUDIT_NOTEBOOK } from './dataFolder.ts'
import { openModel } from './openModel.ts'
import { openReaders } from './openReaders.ts'
import type { Log } from './log.ts'
import { openIdentity } from './openIdentity.ts'

type Options = {
  readonly databaseUrl: string
  readonly secretKey: Uint8Array
  readonly olderSecretKeys: readonly Uint8Array[]
  readonly allowPrivateHosts: boolean
  readonly fileRoots: readonly string[] | null
  /** Where mail goes out; null: nowhere. */
  readonly mail: SmtpSettings | null
  readonly signUpOpen: boolean
  readonly models: ModelEnvironment
  readonly publicUrl: URL | null
  readonly dataFolder: string
  readonly lifetime: Lifetime
  readonly log: Log
}

const connecting = {
  maxConcurrent: 4,
  duckdb: { memoryMb: 1024, threads: Math.min(4, availableParallelism()) },
} as const

const openStore = async ({ databaseUrl, lifetime, log }: Options, askers: Askers) => {
  const onProblem = (problem: unknown) => {
    log('warn', 'The database had a problem', problem)
  }
  for (const name of await migrate(databaseUrl)) log('info', `Applied migration ${name}`)
  const { jobs, mailSql } = await ensureBoss(databaseUrl)
  const pool = await lifetime.keep(createPool(databaseUrl, onProblem), opened => opened.end())
  const announce = createAnnouncer({ pool, jobChannel: JOB_CHANNEL, onProblem })
  const feed = await lifetime.keep(createEventFeed({ connectionString: databaseUrl, pool, onProblem }), opened =>
    opened.close(),
  )
  const looks = await lifetime.keep(createLooks({ connectionString: databaseUrl, pool, onProblem }), opened =>
    opened.close(),
  )
  const live = { feed, approvalFeed: createApprovalFeed(pool, looks), talkFeed: createTalkFeed(pool, looks) }
  return {
    pool,
    announce,
    ...live,
    mailSql,
    lineage: createLineage(pool),
    lineageReaders,
    store: createInvestigationStore({ pool, jobs, announce, asking: askers.current }),
  }
}

/** Null where this Dataing sends no mail. */
const openMailer = async ({ mail, lifetime }: Options) =>
  mail && lifetime.keep(createSmtpMailer(mail), opened => opened.close())

/** Every adapter, connected; the database is migrated. All of it is closed with `lifetime`. */
export const openAdapters = async (options: Options) => {
  const { databaseUrl, secretKey, olderSecretKeys, lifetime, log } = options
  const guard = await lifetime.keep(createQueryGuard(), opened => opened.close())
  const askers = createAskers()
  const stored = await openStore(options, askers)
  const db = await lifetime.keep(
    new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) }),
    opened => opened.$disconnect(),
  )
  const readerOf = await openReaders(options, db)
  const secrets = createSecretBox(secretKey, olderSecretKeys)
  const mailer = await openMailer(options)
  const mailing = { ...stored, isOpen: mailer !== null, secrets }
  const [outbox, mails] = [createOutbox(mailing), createMailWriter(mailing)]
  const onProblem = (problem: unknown) => {
    log('warn', 'Something about sign-ins failed where nobody waited for it', problem)
  }
  const linkTo = (path: string) => new URL(path, options.publicUrl ?? 'http://localhost').href
  const providers = createIdentityProviders({
    allowPrivate: options.allowPrivateHosts,
    onProblem: problem => {
      log('warn', 'An identity provider had a problem', problem)
    },
  })
  const identity = openIdentity({
    db,
    askers,
    secrets,
    outbox,
    mails,
    providers,
    textRecords: createTextRecords(),
    signer: createAuditSigner(secretKey, olderSecretKeys),
    notebook: createAuditNotebook(join(options.dataFolder, AUDIT_NOTEBOOK)),
    signUpOpen: options.signUpOpen,
    linkTo,
    now: () => new Date(),
    onProblem,
  })
  const registry = createDataSourceRegistry(db, createAttributedWrites(db, askers.current))
  const history = createSchemaHistory(stored.pool)
  const policies = createApprovalPolicies({ db, audit: identity.audit, now: identity.now })
  const grants = createApprovalGrants({ db, audit: identity.audit, now: identity.now })
  const delegations = createDelegations({ db, audit: identity.audit, now: identity.now })
  const kept = { db, audit: identity.audit, announce: stored.announce, now: identity.now }
  const checks = createSourceChecks({ db, mails })
  const people = { caseFiles: createCaseFiles(kept), comments: createComments(kept) }
  const privacy = createPrivacySettings({ db, audit: identity.audit })
  const kinds = createDataSourceKinds(definitions, {
    ...connecting,
    allowPrivateAddresses: options.allowPrivateHosts,
    fileRoots: options.fileRoots,
  })
  const dataSources = await lifetime.keep(createDataSources({ registry, secrets, kinds }), opened => opened.close())
  const thinking = openModel(options.models, { ...stored, db, secrets, audit: identity.audit, now: identity.now })
  return {
    ...stored,
    ...thinking,
    db,
    readerOf,
    guard,
    registry,
    secrets,
    mailer,
    outbox,
    kinds,
    dataSources,
    identity,
    policies,
    grants,
    delegations,
    privacy,
    history,
    checks,
    noticeMails: createNoticeMails({ db, mails }),
    linkTo,
    ...people,
    now: identity.now,
    newId: () => randomUUIDv7(),
  }
}

export type Adapters = Awaited<ReturnType<typeof openAdapters>>
