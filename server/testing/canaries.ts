// Secrets made to be looked for: in plain, and in the forms in which programs pass text on.
import { generateKeyPairSync, randomBytes } from 'node:crypto'

export type Canary = { readonly name: string; readonly secret: string }

/** A secret that no other text holds, with characters that every encoding changes. */
export const canary = (name: string): Canary => ({
  name,
  secret: `kö/"${randomBytes(6).toString('hex')}+?& ${randomBytes(6).toString('hex')}=%`,
})

/** One of the plain characters that keys of services are made of. */
export const plainCanary = (name: string): Canary => ({ name, secret: `key-${randomBytes(12).toString('hex')}` })

/** A private key that can be read, as PEM, with a pass phrase if there is to be one. */
export const keyCanary = (name: string, passphrase?: string): Canary => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    name,
    secret: privateKey
      .export({ type: 'pkcs8', format: 'pem', ...(passphrase && { cipher: 'aes-256-cbc', passphrase }) })
      .toString(),
  }
}

/** What to look for: of many lines each by itself, without the first and the last, which are alike in all keys. */
const partsOf = (secret: string) => (secret.includes('\n') ? secret.trim().split('\n').slice(2, -2) : [secret])

const withoutEnds = (text: string, from: number) =>
  text.slice(from, text.replace(/=+$/, '').length - (from === 0 ? 0 : 1) - 1)

/** The text in base64 as it is within a longer one, which may begin at any of three places. */
const inBase64 = (bytes: Buffer) =>
  [0, 1, 2].map(lead => {
    const encoded = Buffer.concat([Buffer.alloc(lead), bytes]).toString('base64')
    return withoutEnds(encoded, lead === 0 ? 0 : lead + 1)
  })

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

const formsOf = (text: string): Readonly<Record<string, readonly string[]>> => {
  const bytes = Buffer.from(text)
  const base64 = inBase64(bytes)
  return {
    plain: [text],
    base64: [...base64, ...base64.map(each => each.replaceAll('+', '-').replaceAll('/', '_'))],
    url: [encodeURIComponent(text), encodeURI(text), String(new URLSearchParams([['', text]])).slice(1)],
    hex: [bytes.toString('hex')],
    json: [inJson(text), inJson(inJson(text))],
  }
}

/** Which canaries the text holds, and how: `name as form`. Case counts for nothing, since hex and percent signs are written both ways. */
export const foundIn = (text: string, canaries: readonly Canary[]): readonly string[] => {
  const where = text.toLowerCase()
  return canaries.flatMap(({ name, secret }) => [
    ...new Set(
      partsOf(secret).flatMap(part =>
        Object.entries(formsOf(part)).flatMap(([form, spellings]) =>
          spellings.some(spelling => where.includes(spelling.toLowerCase())) ? [`${name} as ${form}`] : [],
        ),
      ),
    ),
  ])
}

/** The secret as somebody may write it who quotes what he was told, one way after the other. */
export const echoes = (...told: readonly Canary[]) => {
  const lines = told.map(({ secret }) => partsOf(secret)[0] ?? '')
  const ways = [
    (line: string) => line,
    (line: string) => `user:${line}@host`,
    encodeURIComponent,
    (line: string) => `Basic ${Buffer.from(`user:${line}`).toString('base64')}`,
    (line: string) => Buffer.from(line).toString('hex').toUpperCase(),
    (line: string) => JSON.stringify(JSON.stringify({ line })),
  ]
  let turn = 0
  return () => {
    const way = ways[turn++ % ways.length] ?? String
    return lines.map(way).join(' ')
  }
}
