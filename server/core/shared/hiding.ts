/** Shorter secrets are too common in texts to be looked for in other forms. */
const SHORTEST_ENCODED = 6

const HIDDEN = '…'

/** What stands for these bytes in the base64 of a longer text, wherever in it they begin. */
const inBase64 = (bytes: Uint8Array) =>
  [0, 1, 2].map(lead => {
    const encoded = btoa('\0'.repeat(lead) + String.fromCharCode(...bytes)).replace(/=+$/, '')
    // The first and the last letter of it are shared with what stands beside the bytes.
    const whole = (bytes.length + lead) % 3 === 0
    return encoded.slice(lead === 0 ? 0 : lead + 1, whole ? undefined : -1)
  })

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

const formsOf = (text: string): readonly string[] => {
  if (text.length < SHORTEST_ENCODED) return [text]
  const bytes = new TextEncoder().encode(text)
  const base64 = inBase64(bytes)
  return [
    text,
    inJson(text),
    inJson(inJson(text)),
    encodeURIComponent(text),
    encodeURI(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(''),
    ...base64,
    ...base64.map(each => each.replaceAll('+', '-').replaceAll('/', '_')),
  ]
}

/** Of a key of many lines each line is as secret as the whole. */
const linesOf = (secret: string) => [
  secret,
  ...secret
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.length >= SHORTEST_ENCODED),
]

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

type Hide = (text: string) => string

/** Takes these secrets out of a text that others wrote, in plain and in the forms in which programs pass text on. */
export const createHiding = (secrets: readonly string[]): Hide => {
  const forms = [
    ...new Set(
      secrets
        .flatMap(linesOf)
        .filter(text => text.length > 2)
        .flatMap(formsOf),
    ),
  ]
  if (forms.length === 0) return text => text
  // The longest first: a short one may be a part of it.
  const found = new RegExp(
    forms
      .toSorted((a, b) => b.length - a.length)
      .map(escaped)
      .join('|'),
    'gi',
  )
  return text => text.replaceAll(found, HIDDEN)
}

/** A throw that nobody foresaw, with what caused it, without these secrets: it goes to the log. */
export const hiddenError = (error: unknown, hide: Hide): Error => {
  if (!(error instanceof Error)) return new Error(hide(textOf(error)))
  const cause = error.cause instanceof Error ? hiddenError(error.cause, hide) : hide(textOf(error.cause))
  const hidden = new Error(hide(error.message), error.cause === undefined ? {} : { cause })
  return Object.assign(hidden, { name: error.name, ...(error.stack !== undefined && { stack: hide(error.stack) }) })
}

const textOf = (value: unknown): string => {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  } catch {
    return 'A thing that goes round in circles.'
  }
}
