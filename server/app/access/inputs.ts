export const MAX_TEXT = 200

/** Line breaks, control characters, and those that turn the direction of what stands beside them: a name is shown amid other words. */
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

/** Whether a text can be the name of a person, a workspace or a key. */
export const isName = (text: string) =>
  text.length <= MAX_TEXT && !UNRULY.test(text) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text)

/** What stands around the @: nothing invisible, and nothing that has a meaning to mail servers. */
const PART = /^[^\s@<>(),;:"\\[\]\p{C}]+$/u
/** Letters that look like Latin ones. */
const ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u

/** Whether a word mixes alphabets that people cannot tell apart. */
const isMasked = (word: string) => ALIKE.test(word) && /\p{Script=Latin}/u.test(word)

/** What of an address counts: however it was typed, the same address is the same text. */
export const plainEmail = (text: string): string => text.trim().normalize('NFKC').toLowerCase()

/** An address as it is stored; null where the text is none, or is one that people would take for another. */
export const emailOf = (text: string): string | null => {
  const email = plainEmail(text)
  const parts = email.split('@')
  return email.length <= MAX_TEXT &&
    parts.length === 2 &&
    parts.every(part => PART.test(part)) &&
    !email.split(/[^\p{L}\p{M}]+/u).some(isMasked)
    ? email
    : null
}
