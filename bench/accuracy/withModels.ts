import type { Finding } from '../../server/core/finding/finding.ts'
import type { BenchModel } from '../../server/testing/benchModels.ts'
import type { BaseName } from './base.ts'
import { createCaseMaker } from './makeCase.ts'
import type { CaseSpec } from './plan.ts'
import { answered } from './runCase.ts'
import { table } from './table.ts'

/** One case without a model and with one. */
export type Compared = {
  readonly id: string
  readonly model: string
  readonly outcome: 'same' | 'better' | 'worse'
  readonly uncited: number
  readonly leads: number
  readonly prose: number
}

type Answer = Awaited<ReturnType<typeof answered>>

/** Right where something was injected; where nothing was, anything but the claim of a cause. */
const isRight = ({ answer }: Answer, isFault: boolean) =>
  answer !== null && (isFault ? answer.causeRight : !answer.falseCause)

const place = (answer: Answer['answer']) =>
  answer && JSON.stringify([answer.conclusion, answer.cause, answer.segments, answer.onset, answer.confidence])

const outcomeOf = (without: Answer, asked: Answer, isFault: boolean): Compared['outcome'] => {
  if (place(without.answer) === place(asked.answer)) return 'same'
  return isRight(asked, isFault) && !isRight(without, isFault) ? 'better' : 'worse'
}

const uncited = (finding: Finding | null) =>
  [...(finding?.prose ?? []), ...(finding?.whatCausedIt ?? []), ...(finding?.notes ?? [])].filter(
    ({ queries }) => queries.length === 0,
  ).length

/** Asks about each case without a model and with each of these. */
export const createModelComparison = (
  where: { basePath: (name: BaseName) => Promise<string>; casePath: string; seed: string },
  models: readonly BenchModel[],
) => {
  const make = createCaseMaker(where)
  return async (spec: CaseSpec): Promise<readonly Compared[]> => {
    const made = await make(spec)
    if (made === null) return []
    const without = await answered(made)
    const compared: Compared[] = []
    for (const { name, model } of models) {
      const asked = await answered(made, { model })
      const leads =
        asked.finding?.whatCausedIt.filter(({ text }) => text.startsWith('A lead that the model')).length ?? 0
      compared.push({
        id: spec.id,
        model: name,
        outcome: outcomeOf(without, asked, made.truth !== null),
        uncited: uncited(asked.finding),
        leads,
        prose: asked.finding?.prose?.length ?? 0,
      })
    }
    return compared
  }
}

export const comparisonText = (all: readonly Compared[], models: readonly BenchModel[]): string =>
  table(
    [
      'Model',
      'Cases',
      'Finding the same',
      'Better',
      'Worse',
      'Sentences without evidence',
      'Leads',
      'Sentences drafted',
      'Requests',
    ],
    models.map(({ name, requests }) => {
      const own = all.filter(({ model }) => model === name)
      const count = (outcome: Compared['outcome']) => String(own.filter(each => each.outcome === outcome).length)
      const sum = (of: (each: Compared) => number) => String(own.reduce((total, each) => total + of(each), 0))
      return [
        name,
        String(own.length),
        count('same'),
        count('better'),
        count('worse'),
        sum(each => each.uncited),
        sum(each => each.leads),
        sum(each => each.prose),
        String(requests()),
      ]
    }),
  )
