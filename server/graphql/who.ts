import type { SignedIn } from '../core/access/signedIn.ts'
import type { Context } from './context.ts'
import { unauthenticated } from './failure.ts'
import { InputError, type ErrorCode } from './errors.ts'

/** Who asks; the guard has let nobody else come this far. */
export const callerOf = ({ signedIn }: Pick<Context, 'signedIn'>): SignedIn => {
  if (signedIn === null) throw unauthenticated()
  return signedIn
}

/** What is not there, and what is another tenant's, is the same answer. */
export const notFound = (thing: string, field: string) =>
  new InputError('NOT_FOUND', `There is no such ${thing}.`, [field])

type Refusal = { readonly code: string; readonly message: string; readonly path: string }

const codes: Readonly<Record<string, ErrorCode>> = {
  'not-found': 'NOT_FOUND',
  closed: 'NOT_ALLOWED',
  'above-you': 'NOT_ALLOWED',
  'wrong-password': 'SIGN_IN_FAILED',
  'wrong-code': 'SIGN_IN_FAILED',
  'enrolled-already': 'CONFLICT',
  'not-enrolled': 'CONFLICT',
  required: 'NOT_ALLOWED',
  conflict: 'CONFLICT',
  'member-already': 'CONFLICT',
}

/** A refusal that the app has put in words already. */
export const refused = ({ code, message, path }: Refusal) =>
  new InputError(codes[code] ?? 'INVALID_INPUT', message, [path])
