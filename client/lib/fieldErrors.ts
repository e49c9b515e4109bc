export type UserErrorLike = { readonly message: string; readonly path?: readonly string[] | null }

/** Sorts a refusal to the field it speaks of: the last part of its path that the form knows, or '' for the form as a whole. */
export const fieldOfError = (error: UserErrorLike, fields: readonly string[]): string =>
  error.path?.findLast(part => fields.includes(part)) ?? ''

export const fieldErrors = (error: UserErrorLike | null, fields: readonly string[]): Record<string, string> =>
  error === null ? {} : { [fieldOfError(error, fields)]: error.message }
