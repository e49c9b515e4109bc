/** What a connection test goes through, in this order; network steps are left out where there is no network. */
export const TEST_STEPS = ['dns', 'tcp', 'tls', 'signIn', 'role', 'listSchemas', 'readTable', 'readOnly'] as const

export type TestStepName = (typeof TEST_STEPS)[number]

/**
 * One step as it stands: `running` while it is taken, then how it came out; `skipped` where an earlier one failed or there is nothing to do. `remedy`
 * says in words what to do, `grant` is the statement that does it. `retryable`, of a failed one: whether the same test may pass later.
 */
export type TestStep = {
  readonly name: TestStepName
  readonly outcome: 'running' | 'ok' | 'warning' | 'failed' | 'skipped'
  readonly message: string
  readonly remedy: string | null
  readonly grant: string | null
  readonly retryable: boolean | null
  readonly elapsedMs: number
}

/** A step without its clock. */
export type StepOutcome = Omit<TestStep, 'name' | 'elapsedMs'>

const plain = { remedy: null, grant: null, retryable: null } as const

export const fine = (message: string): StepOutcome => ({ ...plain, outcome: 'ok', message })
export const warned = (message: string, remedy: string, grant: string | null = null): StepOutcome => ({
  ...plain,
  outcome: 'warning',
  message,
  remedy,
  grant,
})
export const skipped = (message: string): StepOutcome => ({ ...plain, outcome: 'skipped', message })

type Failure = {
  readonly message: string
  readonly remedy: string
  readonly retryable: boolean
  readonly grant?: string | null
}

export const failed = ({ grant = null, ...failure }: Failure): StepOutcome => ({ outcome: 'failed', grant, ...failure })

/** A step as it begins, for those who watch. */
const begun = (name: TestStepName): TestStep => ({ name, ...plain, outcome: 'running', message: '', elapsedMs: 0 })

/** Takes a step: it is told when it begins and when it has come out, and given back as it came out. `clock` ticks in ms. */
export async function* taken(
  name: TestStepName,
  clock: () => number,
  step: () => Promise<StepOutcome>,
): AsyncGenerator<TestStep, TestStep, undefined> {
  yield begun(name)
  const started = clock()
  const outcome = await step()
  const done = { name, ...outcome, elapsedMs: Math.round(clock() - started) }
  yield done
  return done
}

/** Every step as it came out in the end. */
export const outcomesOf = async (steps: AsyncIterable<TestStep>): Promise<readonly TestStep[]> => {
  const last = new Map<TestStepName, TestStep>()
  for await (const step of steps) last.set(step.name, step)
  return [...last.values()]
}

/** The step at which a test failed; null where it passed. */
export const failureOf = (steps: readonly TestStep[]): TestStep | null =>
  steps.find(({ outcome }) => outcome === 'failed') ?? null
