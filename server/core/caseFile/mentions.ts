/** Somebody who can be mentioned. */
export type Mentionable = { readonly name: string }

const isWordPart = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}_]/u.test(letter)

/** Who is mentioned: '@' and the whole name, in any case. Of two names of which one begins the other the longer is meant. */
export const mentionedIn = <Person extends Mentionable>(body: string, people: readonly Person[]): readonly Person[] => {
  const text = body.toLowerCase()
  const longest = people.toSorted((one, other) => other.name.length - one.name.length)
  const found = new Set<Person>()
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (isWordPart(text[at - 1])) continue
    const person = longest.find(
      ({ name }) =>
        name !== '' && text.startsWith(name.toLowerCase(), at + 1) && !isWordPart(text[at + 1 + name.length]),
    )
    // People of the same name are all meant: rather one too many than the wrong one.
    if (person)
      people.filter(({ name }) => name.toLowerCase() === person.name.toLowerCase()).forEach(each => found.add(each))
  }
  return [...found]
}
