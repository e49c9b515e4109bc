import { GraphQLError, parse, visit as walk, type DocumentNode } from 'graphql'
import { limitFault, type DocumentLimits } from './documentLimits.ts'

type Terms = {
  readonly limits: DocumentLimits
  readonly variables: Readonly<Record<string, unknown>>
  /** Whether the schema may be asked for. */
  readonly introspection: boolean
}

/** Reads a document and stops at the limit of tokens. Throws a syntax error. */
export const readDocument = (query: string, limits: DocumentLimits): DocumentNode =>
  parse(query, { maxTokens: limits.tokens })

/** Throws for a document that is too large, and for one that asks a stranger's question about the schema. */
export const checkDocument = (document: DocumentNode, { limits, variables, introspection }: Terms) => {
  if (!introspection && introspects(document))
    throw refusal('UNAUTHENTICATED', 'The schema is for those who are signed in.', 401)
  if (nests(variables)) throw refusal('INVALID_INPUT', `The variables are more than ${MAX_NESTING} deep.`, 400)
  if (!isText(variables) || !literalsAreText(document))
    throw refusal('INVALID_INPUT', 'A text holds characters that no text may hold.', 400)
  const fault = limitFault(document, variables, limits)
  if (fault !== null) throw refusal(fault.code, fault.message, 400)
}

/** What is in variables is asked for by the schema, which nests less; whatever walks over them may call itself so often. */
const MAX_NESTING = 50

/** Whether the value is deeper than it may be. Level by level, since a function that called itself would run out of stack. */
const nests = (value: unknown): boolean => {
  let level: readonly unknown[] = [value]
  for (let depth = 0; depth <= MAX_NESTING; depth += 1) {
    level = level.flatMap(each =>
      typeof each === 'object' && each !== null ? Object.values(each as Readonly<Record<string, unknown>>) : [],
    )
    if (level.length === 0) return false
  }
  return true
}

const refusal = (code: string, message: string, status: number) =>
  new GraphQLError(message, { extensions: { code, http: { status } } })

// The database stores neither; without this they would come back as a fault of ours.
const isText = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.isWellFormed() && !value.includes('\0')
    : typeof value !== 'object' ||
      value === null ||
      Object.entries(value).every(([key, inner]) => isText(key) && isText(inner))

const literalsAreText = (document: DocumentNode) => {
  let fine = true
  walk(document, {
    StringValue: ({ value }) => {
      fine &&= isText(value)
    },
  })
  return fine
}

const introspects = (document: DocumentNode) => {
  let found = false
  walk(document, {
    Field: ({ name }) => {
      found ||= name.value === '__schema' || name.value === '__type'
    },
  })
  return found
}
