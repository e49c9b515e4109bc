/** What a connection test goes through, in this order; network steps are left out where there is no network. */
export type TestStepName = 'dns' | 'tcp' | 'tls' | 'signIn' | 'listSchemas' | 'readTable' | 'readOnly'

/** One step as it came out; `remedy` says what to do, or is the statement that does it. */
export type TestStep = {
  readonly name: TestStepName
  readonly outcome: 'ok' | 'warning' | 'failed'
  readonly message: string
  readonly remedy: string | null
  readonly elapsedMs: number
}

/** A step without its clock. */
export type StepOutcome = Pick<TestStep, 'outcome' | 'message' | 'remedy'>

export const timed = async (name: TestStepName, now: () => number, step: () => Promise<StepOutcome>): Promise<TestStep> => {
  const started = now()
  const outcome = await step()
  return { name, ...outcome, elapsedMs: Math.round(now() - started) }
}
