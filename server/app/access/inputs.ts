export const MAX_TEXT = 200

/** Whether a text can be the name of a person, a workspace or a key. */
export const isName = (text: string) => text.trim().length > 0 && text.length <= MAX_TEXT

/** An address as it is stored; null where the text is none. */
export const emailOf = (text: string): string | null => {
  const email = text.trim().toLowerCase()
  return email.length <= MAX_TEXT && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null
}
