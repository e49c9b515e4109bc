import { execute, parse, validate, type ExecutionResult } from 'graphql'
import type { PrismaClient } from '../../prisma/generated/client.ts'
import type { EventFeed } from '../core/ports/eventFeed.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import { ok, refuse } from '../core/shared/result.ts'
import type { App } from '../graphql/app.ts'
import { createContext, type Context } from '../graphql/context.ts'
import { schema } from '../graphql/schema.ts'
import type { SeededTenant } from './tenantSeed.ts'

const notHere = async () => {
  throw new Error('Not part of this test')
}

const access: App['access'] = {
  makeApiKey: notHere,
  rotateApiKey: notHere,
  revokeApiKey: notHere,
  changeTeam: notHere,
  addServiceAccount: notHere,
  renameSelf: notHere,
  setNoticeMails: notHere,
  renameTenant: notHere,
  invite: notHere,
  findInvitation: notHere,
  acceptInvitation: notHere,
  revokeInvitation: notHere,
  changePassword: notHere,
  verifyAudit: notHere,
  signUpOpen: false,
  askSignUp: notHere,
  findSignUp: notHere,
  signUp: notHere,
  sendsMail: false,
  askPasswordReset: notHere,
  resetPassword: notHere,
  confirmSignIn: notHere,
  security: notHere,
  changeSecurity: notHere,
  hasSso: async () => false,
  sso: { begin: notHere, finish: notHere },
  ssoSettings: { of: notHere, change: notHere, prove: notHere, remove: notHere },
  provisioning: {
    people: { find: notHere, list: notHere, add: notHere, edit: notHere, remove: notHere },
    teams: { find: notHere, list: notHere, make: notHere, edit: notHere, remove: notHere },
  },
  twoFactor: { standing: notHere, enrol: notHere, confirm: notHere, renewCodes: notHere, remove: notHere },
  sessions: { list: notHere, revoke: notHere, revokeOthers: notHere, memberships: notHere, switchTenant: notHere },
}

/** An app of which each test gives the part it is about; the rest fails loudly. */
export const partialApp = (part: Partial<App>): App => ({
  signIn: notHere,
  signOut: notHere,
  setUp: notHere,
  setUpNeeded: async () => false,
  stillStands: async () => true,
  access,
  dataSourceKinds: [],
  connectDataSource: notHere,
  testDataSource: notHere,
  changeDataSource: notHere,
  removeDataSource: notHere,
  listTables: async () => refuse({ code: 'unreachable', message: 'The data source does not answer.', retryable: true }),
  describeTable: notHere,
  lineageAround: notHere,
  receiveLineage: notHere,
  refreshKeys: notHere,
  readSchema: notHere,
  sampleTable: notHere,
  profileColumn: notHere,
  startInvestigation: notHere,
  cancelInvestigation: notHere,
  steerInvestigation: notHere,
  addOwnHypothesis: notHere,
  changeCaseFile: notHere,
  rerunQuery: notHere,
  queriesAhead: notHere,
  decideApproval: notHere,
  checkEditedQuery: notHere,
  changePolicy: notHere,
  revokeGrant: notHere,
  delegation: { make: notHere, revoke: notHere },
  talk: { add: notHere, edit: notHere, remove: notHere, readNotices: notHere },
  talkFeed: {
    followCase: () => {
      throw new Error('Not part of this test')
    },
    followNotices: () => {
      throw new Error('Not part of this test')
    },
  },
  hasModelKey: false,
  modelSettings: notHere,
  changeModelSettings: notHere,
  modelPayload: notHere,
  privacy: notHere,
  changePrivacy: notHere,
  changeBudget: notHere,
  setPrice: notHere,
  teamsToChoose: async () => [],
  chooseTeam: async () => ok(null),
  followBudgets: () => {
    throw new Error('Not part of this test')
  },
  followApprovals: () => {
    throw new Error('Not part of this test')
  },
  demoScenarios: async () => [],
  ...part,
})

export const noFeed: EventFeed = {
  follow: () => {
    throw new Error('Not part of this test')
  },
}

type Source = { readonly db: PrismaClient; readonly app?: Partial<App>; readonly feed?: EventFeed }

const ownerOf = ({ tenantId, personId }: SeededTenant): SignedIn => ({
  tenantId,
  personId,
  name: 'Ada',
  role: 'owner',
  credential: { kind: 'session', id: 'session' },
  key: null,
})

/** The context of this caller, or of nobody. */
export const contextAs = ({ db, app = {}, feed = noFeed }: Source, signedIn: SignedIn | null): Context =>
  createContext(
    {
      db,
      readerOf: () => db,
      app: partialApp(app),
      feed,
      sessionCheckMs: 30_000,
      attribute: (_asking, work) => work(),
    },
    {
      requestId: 'request',
      signedIn,
      origin: { address: null, agent: null },
      browser: { keep: () => {}, forget: () => {} },
      lastEventId: null,
      noteCursor: () => {},
    },
  )

/** The context of the owner of this tenant, or of nobody. */
export const contextOf = (source: Source, tenant: SeededTenant | null): Context =>
  contextAs(source, tenant === null ? null : ownerOf(tenant))

/** Runs one document against the real schema. */
export const call = async (
  context: Context,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<ExecutionResult> => {
  const document = parse(query)
  const errors = validate(schema, document)
  return errors.length > 0
    ? { errors }
    : execute({ schema, document, contextValue: context, variableValues: variables })
}
