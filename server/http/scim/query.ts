import { ScimError } from './scimError.ts'

const MOST = 200

/** The page asked for: `startIndex` counts from 1, as SCIM has it. */
export const pageOf = (asked: URLSearchParams) => {
  const whole = (name: string, otherwise: number) => {
    const text = asked.get(name)
    if (text === null) return otherwise
    if (!/^-?\d{1,9}$/.test(text)) throw new ScimError(400, `${name} is a whole number.`, 'invalidValue')
    return Number(text)
  }
  return { skip: Math.max(1, whole('startIndex', 1)) - 1, take: Math.min(MOST, Math.max(0, whole('count', 100))) }
}

/** `attribute eq "value"` of one of these attributes; null for each that is not asked about. */
export const filterOf = <Name extends string>(
  asked: URLSearchParams,
  names: readonly Name[],
): Readonly<Record<Name, string | null>> => {
  const text = asked.get('filter')
  const found = text === null ? null : /^\s*([A-Za-z.]+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(text)
  const name = names.find(each => each.toLowerCase() === found?.[1]?.toLowerCase())
  if (text !== null && (found === null || name === undefined))
    throw new ScimError(
      400,
      `Filters are of the form ${names.map(each => `${each} eq "…"`).join(' or ')}.`,
      'invalidFilter',
    )
  const value = name === undefined ? null : textOf(found?.[2] ?? '""')
  return Object.fromEntries(names.map(each => [each, each === name ? value : null])) as Record<Name, string | null>
}

const textOf = (quoted: string): string => {
  try {
    return String(JSON.parse(quoted))
  } catch (error) {
    if (error instanceof SyntaxError) throw new ScimError(400, "The filter's text is not well quoted.", 'invalidFilter')
    throw error
  }
}

export const listOf = (
  resources: readonly object[],
  { total, skip }: { readonly total: number; readonly skip: number },
) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: total,
  startIndex: skip + 1,
  itemsPerPage: resources.length,
  Resources: resources,
})
