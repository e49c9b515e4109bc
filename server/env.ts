import { delimiter, isAbsolute } from 'node:path'
import { z } from 'zod'

const blank = (value: unknown) => (value === '' ? undefined : value)
const secretKey = z
  .base64()
  .transform(text => new Uint8Array(Buffer.from(text, 'base64')))
  .refine(key => key.length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)')

const ROOTS = 'must be absolute folders, separated as in PATH'
const SOCKETS = 'must be a whole number, 1 to 10000'
const MINUTES = 'must be whole minutes, 0 (never) to 1440'

const schema = z
  .object({
    /** PostgreSQL to use; without it, one of our own. */
    DATABASE_URL: z.preprocess(
      blank,
      z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }).optional(),
    ),
    /** What this process does: answer people, run investigations, or both. */
    DATAING_ROLE: z.preprocess(blank, z.enum(['all', 'api', 'worker'], 'must be all, api or worker').default('all')),
    PORT: z.preprocess(
      blank,
      z.coerce
        .number('must be a port')
        .int('must be a port')
        .min(0, 'must be a port')
        .max(65_535, 'must be a port')
        .default(4000),
    ),
    HOST: z.preprocess(blank, z.string().default('127.0.0.1')),
    /** The address people use, where a proxy stands before this server. */
    PUBLIC_URL: z.preprocess(
      blank,
      z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }).optional(),
    ),
    /** Where our own database, the key of the secrets and the demo's warehouse are kept. */
    DATA_DIR: z.preprocess(blank, z.string().optional()),
    /** Whether data sources may be in private networks and on this machine. */
    DATAING_PRIVATE_HOSTS: z.preprocess(blank, z.enum(['allow', 'refuse'], 'must be allow or refuse').optional()),
    /** The folders that data sources of files may be in; without it anywhere, and nowhere while sign-up is open. */
    DATAING_FILE_ROOTS: z.preprocess(
      blank,
      z
        .string()
        .transform(text => text.split(delimiter))
        .pipe(z.array(z.string().refine(isAbsolute, ROOTS)))
        .optional(),
    ),
    DATAING_SECRET_KEY: z.preprocess(blank, secretKey.optional()),
    /** Keys of before, separated by commas: what they sealed still opens. */
    DATAING_SECRET_KEYS_OLD: z.preprocess(
      blank,
      z
        .string()
        .transform(text => text.split(',').map(each => each.trim()))
        .pipe(z.array(secretKey))
        .optional(),
    ),
    /** The mail server; without it no mail is sent, and people copy links. */
    SMTP_URL: z.preprocess(
      blank,
      z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
    ),
    MAIL_FROM: z.preprocess(
      blank,
      z
        .string()
        .regex(/^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/, 'must be an address, or Name <address>')
        .optional(),
    ),
    /** How often each data source is tested, in minutes; 0: never. */
    DATAING_CHECK_MINUTES: z.preprocess(
      blank,
      z.coerce.number(MINUTES).int(MINUTES).min(0, MINUTES).max(1440, MINUTES).default(15),
    ),
    /** How many WebSockets and streams of events a person, a key, or before the sign-in a network may hold open, and how many operations may run on each socket. */
    DATAING_SOCKETS: z.preprocess(
      blank,
      z.coerce.number(SOCKETS).int(SOCKETS).min(1, SOCKETS).max(10_000, SOCKETS).default(50),
    ),
    DATAING_SUBSCRIPTIONS: z.preprocess(
      blank,
      z.coerce.number(SOCKETS).int(SOCKETS).min(1, SOCKETS).max(10_000, SOCKETS).default(50),
    ),
    /** Whether anybody may make a tenant of their own. */
    DATAING_SIGN_UP: z.preprocess(blank, z.enum(['open', 'closed'], 'must be open or closed').default('closed')),
    DATAING_DEMO: z.preprocess(blank, z.enum(['0', '1'], 'must be 1 or 0').default('0')),
    /** The key for the model; without it, and without a tenant's own, models are off. */
    ANTHROPIC_API_KEY: z.preprocess(blank, z.string().optional()),
    ANTHROPIC_BASE_URL: z.preprocess(
      blank,
      z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }).optional(),
    ),
    /** The model that reasons, and the one that words and mends. */
    DATAING_REASON_MODEL: z.preprocess(blank, z.string().default('claude-opus-5-5')),
    DATAING_LABEL_MODEL: z.preprocess(blank, z.string().default('claude-haiku-5-5')),
    LOG_LEVEL: z.preprocess(
      blank,
      z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
    ),
  })
  .superRefine(({ SMTP_URL, MAIL_FROM, PUBLIC_URL, DATAING_SIGN_UP, DATAING_DEMO }, { addIssue }) => {
    if (DATAING_DEMO === '1' && DATAING_SIGN_UP === 'open')
      addIssue({ code: 'custom', path: ['DATAING_SIGN_UP'], message: 'must be closed in the demo' })
    if (SMTP_URL === undefined && DATAING_SIGN_UP === 'open') {
      addIssue({
        code: 'custom',
        path: ['SMTP_URL'],
        message: 'must be set with DATAING_SIGN_UP=open: an address counts once a mailed link was followed',
      })
    }
    if (SMTP_URL === undefined) return
    // Links in mails lead to an address that we know: what a request calls us may be anybody's.
    if (MAIL_FROM === undefined)
      addIssue({
        code: 'custom',
        path: ['MAIL_FROM'],
        message: 'must be set with SMTP_URL: the address that mail comes from',
      })
    if (PUBLIC_URL === undefined)
      addIssue({
        code: 'custom',
        path: ['PUBLIC_URL'],
        message: 'must be set with SMTP_URL: where the links in mails lead',
      })
  })

export type Role = 'all' | 'api' | 'worker'
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** How models are reached. */
export type ModelEnvironment = {
  readonly apiKey: string | null
  readonly baseUrl: string | null
  readonly reasonModel: string
  readonly labelModel: string
}

export type Environment = {
  readonly databaseUrl: string | null
  readonly role: Role
  readonly host: string
  readonly port: number
  readonly publicUrl: URL | null
  readonly dataFolder: string | null
  readonly secretKey: Uint8Array | null
  readonly olderSecretKeys: readonly Uint8Array[]
  /** Where mail goes out and whom it comes from; null: no mail. */
  readonly mail: { readonly url: URL; readonly from: string } | null
  readonly checkMinutes: number
  /** WebSockets and streams of each caller, and operations on each socket. */
  readonly sockets: { readonly perCaller: number; readonly operations: number }
  /** Whether anybody may make a tenant of their own. */
  readonly signUpOpen: boolean
  readonly demo: boolean
  readonly allowPrivateHosts: boolean
  /** The folders that data sources of files may be in; null: any. */
  readonly fileRoots: readonly string[] | null
  readonly logLevel: LogLevel
  readonly models: ModelEnvironment
}

type Faults = readonly string[]

/** Every fault at once, each with the name of its variable and never with its value. */
export const parseEnvironment = (
  variables: Readonly<Record<string, string | undefined>>,
): { environment: Environment } | { faults: Faults } => {
  const parsed = schema.safeParse(variables)
  if (!parsed.success)
    return { faults: parsed.error.issues.map(({ path: [name], message }) => `${String(name)} ${message}`) }
  const { data } = parsed
  return {
    environment: {
      databaseUrl: data.DATABASE_URL ?? null,
      role: data.DATAING_ROLE,
      host: data.HOST,
      port: data.PORT,
      publicUrl: data.PUBLIC_URL === undefined ? null : new URL(data.PUBLIC_URL),
      dataFolder: data.DATA_DIR ?? null,
      secretKey: data.DATAING_SECRET_KEY ?? null,
      olderSecretKeys: data.DATAING_SECRET_KEYS_OLD ?? [],
      mail:
        data.SMTP_URL === undefined || data.MAIL_FROM === undefined
          ? null
          : { url: new URL(data.SMTP_URL), from: data.MAIL_FROM },
      sockets: { perCaller: data.DATAING_SOCKETS, operations: data.DATAING_SUBSCRIPTIONS },
      checkMinutes: data.DATAING_CHECK_MINUTES,
      signUpOpen: data.DATAING_SIGN_UP === 'open',
      demo: data.DATAING_DEMO === '1',
      allowPrivateHosts: (data.DATAING_PRIVATE_HOSTS ?? (data.DATAING_DEMO === '1' ? 'allow' : 'refuse')) === 'allow',
      fileRoots: data.DATAING_FILE_ROOTS ?? (data.DATAING_SIGN_UP === 'open' ? [] : null),
      logLevel: data.LOG_LEVEL,
      models: {
        apiKey: data.ANTHROPIC_API_KEY ?? null,
        baseUrl: data.ANTHROPIC_BASE_URL ?? null,
        reasonModel: data.DATAING_REASON_MODEL,
        labelModel: data.DATAING_LABEL_MODEL,
      },
    },
  }
}

/** The environment of this process; where it is faulty, the process says why and ends. */
export const readEnvironment = (): Environment => {
  const read = parseEnvironment(process.env)
  if ('environment' in read) return read.environment
  process.stderr.write(
    `Dataing cannot start; please mend the environment:\n${read.faults.map(fault => `  ${fault}\n`).join('')}`,
  )
  process.exit(1)
}
