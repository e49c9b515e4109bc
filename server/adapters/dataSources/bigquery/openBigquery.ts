import type { BigQuery } from '@google-cloud/bigquery'
import type { AuthClient } from 'google-auth-library'
import type { BigqueryAddress } from './bigqueryAddress.ts'
import { urlOf } from './bigqueryAddress.ts'
import { GOOGLE_TOKENS, type ServiceAccount } from './serviceAccount.ts'

export type BigquerySettings = {
  readonly project: string
  readonly datasets: string
  readonly location: string
  readonly key?: string | undefined
  readonly mostGigabytes: number
  readonly apiEndpoint?: string | undefined
}

/** A client, and what its calls are to keep. */
export type OpenBigquery = {
  readonly client: BigQuery
  readonly settings: BigquerySettings
  readonly account: ServiceAccount | null
}

const REQUEST_MS = 60_000

const SCOPES = ['https://www.googleapis.com/auth/bigquery']

/** Tokens come from where the key says: the library knows Google's own place only. */
const signIn = async ({ email, privateKey, tokenUri }: ServiceAccount): Promise<AuthClient> => {
  const { JWT } = await import('google-auth-library')
  const urlIn = (input: string | URL | Request) => (input instanceof Request ? input.url : input.toString())
  const elsewhere: typeof fetch = (input, init) =>
    fetch(urlIn(input) === GOOGLE_TOKENS ? tokenUri : input, { ...init, redirect: 'error' })
  return new JWT({
    email,
    key: privateKey,
    scopes: SCOPES,
    ...(tokenUri === GOOGLE_TOKENS ? {} : { transporterOptions: { fetchImplementation: elsewhere } }),
  })
}

/** Without a key, the library looks for the application default credentials. Nothing is tried again but by `patiently`. */
export const openBigquery = async (
  settings: BigquerySettings,
  address: BigqueryAddress,
  account: ServiceAccount | null,
): Promise<OpenBigquery> => {
  const { BigQuery } = await import('@google-cloud/bigquery')
  const client = new BigQuery({
    projectId: settings.project,
    location: settings.location,
    apiEndpoint: urlOf(address),
    userAgent: 'Dataing',
    retryOptions: { autoRetry: false },
    ...(account === null ? {} : { authClient: await signIn(account) }),
  })
  client.timeout = REQUEST_MS
  return { client, settings, account }
}

/** The names of the datasets, the one meant by default first. */
export const datasetsOf = ({ datasets }: Pick<BigquerySettings, 'datasets'>): readonly string[] => [
  ...new Set(datasets.split(',').map(name => name.trim())),
]
