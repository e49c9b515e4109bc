/** The most that any one text from outside may take up in a brief. */
const mostCharacters = 200

/** Control characters, what turns the direction of writing, what has no width, and the invisible alphabet of tags. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0\u034F\u17B4\u17B5\uFE00-\uFE0F]|[\u{E0000}-\u{E01EF}]/gu

/** A text from outside on one line, without anything that cannot be seen, cut to size. It stays a text: nothing here makes it safe to obey. */
export const cleanText = (text: string, most = mostCharacters): string => {
  const signs = [...text.replaceAll(/\s+/g, ' ').replaceAll(unseen, '').replaceAll(/ {2,}/g, ' ').trim()]
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : signs.join('')
}
