import type Anthropic from '@anthropic-ai/sdk'
import type { ModelProblem } from '../../core/ports/model.ts'
import type { Tokens } from '../../core/ports/modelLedger.ts'

/** Why no answer came. `isOurs`: the provider is well, and the breaker need not know. */
export type Trouble = Pick<ModelProblem, 'code' | 'message'> & {
  readonly isOurs: boolean
  readonly tokens: Tokens | null
}

const trouble = (code: Trouble['code'], message: string, isOurs = false): Trouble => ({
  code,
  message,
  isOurs,
  tokens: null,
})

export const STOPPED_LONG = trouble('too-long', "The model's answer did not end and was stopped.", true)
export const RESTING = trouble(
  'unavailable',
  'The model failed several times in a row; nothing is sent to it for a minute.',
  true,
)

type Seen = { readonly Library: typeof Anthropic; readonly isLate: boolean }

/** A failure of the published client in our words; none of the provider's reach a person. */
export const problemOf = (error: unknown, { Library, isLate }: Seen): Trouble => {
  if (isLate || error instanceof Library.APIConnectionTimeoutError)
    return trouble('timed-out', 'The model did not answer in time.')
  if (error instanceof Library.APIConnectionError) return trouble('unavailable', 'The model cannot be reached.')
  if (error instanceof Library.APIError)
    return byStatus(typeof error.status === 'number' ? error.status : undefined, JSON.stringify(error.error ?? ''))
  if (error instanceof Library.AnthropicError || error instanceof SyntaxError || error instanceof TypeError)
    return trouble('cut-off', "The model's answer broke off.")
  throw error
}

const byStatus = (status: number | undefined, body: string): Trouble => {
  if (status === 401 || status === 403)
    return trouble('bad-key', 'The key for the model is not accepted. An admin can change it in the settings.', true)
  if (status === 429 || /rate_limit/.test(body))
    return trouble('rate-limited', 'The model takes no more calls for now.')
  if (status === 529 || /overloaded/.test(body)) return trouble('overloaded', 'The model is overloaded.')
  if (status !== undefined && status < 500)
    return trouble(
      'unavailable',
      'The model does not take what it was sent. An admin can check its name in the settings.',
      true,
    )
  return trouble('unavailable', 'The model failed.')
}
