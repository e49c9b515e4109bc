import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'

/** What was given to sign in with cannot be used. */
export class BadKey extends Error {}

/** Google's own place of tokens; keys of other clouds name theirs. */
export const GOOGLE_TOKENS = 'https://oauth2.googleapis.com/token'

const shape = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3).max(300),
  private_key: z.string().min(1),
  token_uri: z.url({ protocol: /^https?$/ }).default(GOOGLE_TOKENS),
})

export type ServiceAccount = { readonly email: string; readonly privateKey: string; readonly tokenUri: string }

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadKey('The service account key is not JSON: paste the whole file.')
  }
}

/** Reads the JSON of a key. Only service accounts: other kinds of credentials name files, programs and addresses to fetch tokens from. */
export const readServiceAccount = (text: string): ServiceAccount => {
  const found = shape.safeParse(parse(text))
  if (!found.success) throw new BadKey('The JSON is not the key of a service account.')
  const { client_email: email, private_key: privateKey, token_uri: tokenUri } = found.data
  try {
    createPrivateKey(privateKey)
  } catch {
    throw new BadKey('The private key within the service account key cannot be read.')
  }
  return { email, privateKey, tokenUri }
}
