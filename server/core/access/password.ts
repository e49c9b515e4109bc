import { commonPasswords } from './commonPasswords.ts'

export const MIN_PASSWORD = 12
export const MAX_PASSWORD = 128

/** What everybody tries first. */
const GUESSES = ['password', 'passwort', 'letmein', 'welcome', 'qwerty', 'admin', 'dataing']
/** Words of the person that are shorter say too little to be looked for. */
const MIN_WORD = 4
const MAX_PERIOD = 4

/**
 * Why a password is not accepted, in words; null where it is. No rules of composition: only length, and nothing that is guessed first. `about` are the
 * person's address and name.
 */
export const passwordFault = (password: string, about: readonly string[]): string | null => {
  if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD)
    return `Choose a password of ${MIN_PASSWORD} to ${MAX_PASSWORD} characters.`
  const plain = password.toLowerCase()
  if (commonPasswords.has(plain)) return 'This password is in lists of stolen ones. Choose another.'
  if (isRepeated(plain) || isRun(plain)) return 'This password repeats or counts. Choose one that nobody would guess.'
  const words = [
    ...about.flatMap(text => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter(word => word.length >= MIN_WORD),
    ...GUESSES,
  ]
  const rest = words
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ''), plain)
    .replaceAll(/[^\p{L}]/gu, '')
  return rest.length < MIN_WORD && rest.length < plain.replaceAll(/[^\p{L}]/gu, '').length
    ? 'This password is made of your name, your address or a usual word. Choose one that nobody would guess.'
    : null
}

/** 'abcabcabcabc': a piece of up to four characters, over and over. */
const isRepeated = (text: string) =>
  Array.from({ length: MAX_PERIOD }, (_, index) => index + 1).some(period =>
    [...text].every((character, index) => index < period || character === text.charAt(index - period)),
  )

/** 'abcdefghijkl', '210987654321': every character the one after, or before, the last; 9 is followed by 0. */
const isRun = (text: string) =>
  [1, -1].some(step =>
    [...text].every((character, index) => {
      if (index === 0) return true
      const before = text.charCodeAt(index - 1)
      return (
        character.charCodeAt(0) === before + step ||
        (text.charAt(index - 1) === '9' && character === '0') ||
        (text.charAt(index - 1) === '0' && character === '9')
      )
    }),
  )
