import type { SignedIn } from '../core/access/signedIn.ts'
import type { OpenedSession } from '../core/ports/sessions.ts'
import type { Entered } from '../app/access/letIn.ts'
import type { SignInRefusal } from '../app/signIn.ts'
import type { Enrolment } from '../core/ports/secondFactors.ts'
import { builder } from './builder.ts'
import type { Browser, Context } from './context.ts'
import { InputError, Refused, UserError } from './errors.ts'
import { failure } from './failure.ts'
import { Viewer } from './viewer.ts'

/** Keeps the new session in the browser, and lets the rest of this request be the person's. */
export const enter = (context: Context, session: OpenedSession): { readonly viewer: SignedIn } => {
  browserOf(context.browser).keep(session)
  Object.assign(context, context.as(session.signedIn))
  return { viewer: session.signedIn }
}

/** The password was right, and more is asked for. */
export class SecondFactorNeeded extends Refused {
  readonly challenge: string
  readonly enrolment: Enrolment | null
  constructor({ challenge, enrolment }: Extract<Entered, { kind: 'second-factor' }>) {
    super(
      'SECOND_FACTOR_NEEDED',
      enrolment === null
        ? 'Give the code that your authenticator app shows.'
        : 'This workspace asks for a second factor. Set it up first.',
    )
    this.challenge = challenge
    this.enrolment = enrolment
  }
}

export const EnrolmentObject = builder.objectRef<Enrolment>('TwoFactorEnrolment').implement({
  description: 'What an authenticator app needs. Told while it is set up, and never again.',
  fields: t => ({
    secret: t.exposeString('secret', { description: 'To type, in base32.' }),
    uri: t.exposeString('uri', { description: 'The same as an `otpauth:` URI, to draw as a QR code.' }),
  }),
})

builder.objectType(SecondFactorNeeded, {
  name: 'SecondFactorNeeded',
  interfaces: [UserError],
  description: 'The password was right; `signInConfirm` takes the second factor within ten minutes.',
  fields: t => ({
    challenge: t.exposeString('challenge', { description: 'Says who it was, to `signInConfirm`.' }),
    enrolment: t.expose('enrolment', {
      type: EnrolmentObject,
      nullable: true,
      description: 'What to set up first, where there is no second factor yet; else null.',
    }),
  }),
})

/** Keeps the new session, or asks for the second factor. */
export const enterOrAsk = (context: Context, entered: Entered) => {
  if (entered.kind === 'second-factor') throw new SecondFactorNeeded(entered)
  if (entered.kind === 'sso-only')
    throw new InputError('NOT_ALLOWED', 'Your workspace lets people in by single sign-on only.', ['email'])
  return enter(context, entered.session)
}

/** The session somebody came with; null for a key, and for nobody. */
export const sessionOf = (signedIn: SignedIn | null): string | null =>
  signedIn?.credential.kind === 'session' ? signedIn.credential.id : null

/** The cookie can be set in an answer by HTTP only. */
export const browserOf = (browser: Browser | null): Browser => {
  if (browser === null) throw failure('NEEDS_HTTP', 'Signing in and out works by HTTP only.')
  return browser
}

const refusal = (refused: SignInRefusal): InputError =>
  refused.code === 'sign-in-failed'
    ? new InputError('SIGN_IN_FAILED', 'E-mail or password is wrong.')
    : tooManyTries(refused.retryAfterMs)

export const tooManyTries = (retryAfterMs: number) =>
  new InputError('TOO_MANY_TRIES', `Too many tries. Try again in ${waitText(retryAfterMs)}.`)

const waitText = (ms: number) => (ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`)

const SignInInput = builder.inputType('SignInInput', {
  description: 'An e-mail address and its password.',
  fields: t => ({
    email: t.string({ required: true, description: 'The address, in any case.' }),
    password: t.string({ required: true, description: 'The password.' }),
  }),
})

export const SignInPayload = builder.objectRef<{ readonly viewer: SignedIn }>('SignInPayload').implement({
  description: 'Signed in; the answer sets the session cookie.',
  fields: t => ({ viewer: t.expose('viewer', { type: Viewer, description: 'Who is signed in now.' }) }),
})

builder.mutationField('signIn', t =>
  t.field({
    type: SignInPayload,
    description:
      'Signs in and sets the session cookie; a session that the browser had ends. Permission: anyone. Events: none.',
    args: { input: t.arg({ type: SignInInput, required: true, description: 'Who, and the password.' }) },
    errors: {
      types: [InputError, SecondFactorNeeded],
      union: { name: 'SignInResult', description: 'Signed in, or why not.' },
    },
    resolve: async (_root, { input }, context) => {
      browserOf(context.browser)
      const opened = await context.app.signIn({
        ...input,
        currentSessionId: sessionOf(context.signedIn),
        address: context.origin.address,
      })
      if (!opened.ok) throw refusal(opened.problem)
      return enterOrAsk(context, opened.value)
    },
  }),
)
