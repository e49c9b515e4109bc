import { passesLuhn, remainder } from './checkDigits.ts'
import { nationalIdRules } from './nationalId.ts'

const kinds = ['email', 'phone', 'number', 'card', 'iban', 'nationalId', 'ip', 'name', 'text'] as const

/** What a text may hold that belongs to a person. */
export type Sensitive = (typeof kinds)[number]

const token = new RegExp(`^(${kinds.join('|')})_\\d+$`)

/** Whether the text is what masking puts in the place of a value: email_3. */
export const isToken = (text: string): boolean => token.test(text)

type Rule = { readonly kind: Sensitive; readonly pattern: RegExp; readonly holds: (match: string) => boolean }

const digitsOf = (text: string) => text.replaceAll(/\D/g, '')

/** Card numbers have 13 to 19 digits and begin as one of the networks' do; times in milliseconds begin with 1. */
const isCard = (text: string) => {
  const digits = digitsOf(text)
  return digits.length >= 13 && digits.length <= 19 && /^[2-6]/.test(digits) && passesLuhn(digits)
}

/** The remainder by 97 of an IBAN moved and spelt as digits is 1. */
export const passesIban = (text: string): boolean => {
  const plain = text.replaceAll(/\s/g, '').toUpperCase()
  if (plain.length < 15 || plain.length > 34) return false
  const digits = [...plain.slice(4), ...plain.slice(0, 4)]
    .map(sign => (/[A-Z]/.test(sign) ? String(sign.charCodeAt(0) - 55) : sign))
    .join('')
  return remainder(digits, 97) === 1
}

const isDate = (text: string) =>
  /^\d{4}[-.]\d{1,2}[-.]\d{1,2}/.test(text) || /^\d{1,2}[-.]\d{1,2}[-.]\d{2,4}$/.test(text)
const isNumber = (text: string) => /^[-+]?\d*\.\d+$/.test(text)

/** Written as people write them: a plus, brackets, or groups. */
const isPhone = (text: string) => {
  const digits = digitsOf(text)
  return (
    digits.length >= 7 &&
    digits.length <= 15 &&
    !isDate(text.trim()) &&
    !isNumber(text.trim()) &&
    /[+() ./-]/.test(text.trim())
  )
}

/** Bare digits enough for a phone: it may be one, and it may be a reference. */
const isLongNumber = (text: string) => /^\d{9,15}$/.test(text)

const rules: readonly Rule[] = [
  { kind: 'email', pattern: /[^\s@<>,;:"'()[\]]+@[^\s@<>,;:"'()[\]]+\.[^\s@<>,;:"'()[\]]{2,}/g, holds: () => true },
  { kind: 'iban', pattern: /\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}\b/g, holds: passesIban },
  ...nationalIdRules.map(rule => ({ ...rule, kind: 'nationalId' as const })),
  { kind: 'card', pattern: /(?<![\dA-Za-z])\d(?:[ -]?\d){12,18}(?![\dA-Za-z])/g, holds: isCard },
  { kind: 'ip', pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g, holds: () => true },
  { kind: 'phone', pattern: /(?<![\dA-Za-z_.-])\+?\(?\d(?:[ ()./-]{0,2}\d){6,14}(?![\dA-Za-z_])/g, holds: isPhone },
  { kind: 'number', pattern: /(?<![\dA-Za-z_.-])\d{9,15}(?![\dA-Za-z_.-])/g, holds: isLongNumber },
]

const calling = /phone|mobile|cell|tele|msisdn|fax|whatsapp/i

/** Whether the column's name says that it holds numbers to call. */
export const isCalling = (column: string) => calling.test(column)

/** The text with everything sensitive in it put in other words. */
export const replaceSensitive = (text: string, token: (kind: Sensitive, match: string) => string): string =>
  rules.reduce(
    (done, { kind, pattern, holds }) => done.replaceAll(pattern, match => (holds(match) ? token(kind, match) : match)),
    text,
  )

const whose =
  'first|last|full|middle|given|family|sur|maiden|nick|user|customer|client|patient|contact|person|employee|guest|holder'
const personal = new RegExp(`(^|_)(${whose})_?name$|^name$|surname|street|address|birth|passport`, 'i')

/** Whether the column's name says that it holds names or addresses. */
export const isPersonal = (column: string) => personal.test(column)

/** Words only, or long prose: what a person typed. */
export const proseOf = (text: string): 'name' | 'text' | null => {
  if (/^\p{L}[\p{L}'’.-]*(?: \p{L}[\p{L}'’.-]*){0,4}$/u.test(text.trim())) return 'name'
  return text.length > 40 && /\s/.test(text.trim()) ? 'text' : null
}
