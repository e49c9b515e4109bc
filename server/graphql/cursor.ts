import { failure } from './failure.ts'

/** Opaque to callers: where a fact stands in its case. */
export const printCursor = (sequence: number) => Buffer.from(`event:${sequence}`).toString('base64url')

/** The sequence inside; a text that is no cursor is an error of the caller. */
export const parseCursor = (cursor: string): number => {
  const digits = /^event:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (digits === undefined) throw failure('INVALID_INPUT', "This is not a cursor of an investigation's events.")
  return Number(digits)
}
