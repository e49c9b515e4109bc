import { ok, refuse, type Result } from '../core/shared/result.ts'

export type InvalidInput = { readonly code: 'invalid'; readonly message: string; readonly path: readonly string[] }

const MAX_NAME = 100

/** The name of a data source as a person typed it, without blanks around it. */
export const readName = (typed: string): Result<string, InvalidInput> => {
  const name = typed.trim()
  return name !== '' && name.length <= MAX_NAME
    ? ok(name)
    : refuse({
        code: 'invalid',
        message: `Give the data source a name of 1 to ${MAX_NAME} characters.`,
        path: ['name'],
      })
}

export const nameTaken = (name: string) =>
  refuse({ code: 'name-taken', message: `There is a data source ${name} already.`, path: ['name'] } as const)
