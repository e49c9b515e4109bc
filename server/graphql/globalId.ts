const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Finds nothing: stands for an id that cannot be one. */
export const NO_UUID = '00000000-0000-0000-0000-000000000000'

export const isUuid = (text: string) => UUID.test(text)

/** The text where it is a uuid, else one that finds nothing. */
export const uuidOrNone = (text: string | undefined) => (text !== undefined && isUuid(text) ? text : NO_UUID)

export const printGlobalId = (typename: string, id: string) => Buffer.from(`${typename}:${id}`).toString('base64')

/** Null where the text is not a global id at all. */
export const parseGlobalId = (globalId: string): { typename: string; id: string } | null => {
  const text = Buffer.from(globalId, 'base64').toString()
  const colon = text.indexOf(':')
  return colon > 0 ? { typename: text.slice(0, colon), id: text.slice(colon + 1) } : null
}

/** The uuid inside a global id of this type; null for another type's, a malformed or an empty one. */
export const uuidOf = (typename: string, globalId: string): string | null => {
  const parsed = parseGlobalId(globalId)
  return parsed?.typename === typename && isUuid(parsed.id) ? parsed.id : null
}
