import type { Statement } from '../finding/finding.ts'
import type { RanQuery } from '../investigation/events.ts'
import { unreachable } from '../shared/unreachable.ts'
import type { ModelEvent, ModelState } from './modelFacts.ts'
import type { ModelHypothesis, ModelTest, ModelUse } from './modelHypothesis.ts'

/** What a step of the model's part wants recorded. */
export type ModelCommand =
  | {
      readonly type: 'RecordModelRound'
      readonly round: number
      readonly uses: readonly ModelUse[]
      readonly wantsMore: boolean
      readonly hypotheses: readonly ModelHypothesis[]
    }
  | {
      readonly type: 'RecordModelRepair'
      readonly prediction: string
      readonly attempt: number
      readonly sql: string
      readonly because: string
      readonly uses: readonly ModelUse[]
    }
  | { readonly type: 'RecordModelTest'; readonly test: ModelTest; readonly queries: readonly RanQuery[] }
  | {
      readonly type: 'RecordModelProse'
      readonly sentences: readonly Statement[]
      readonly removed: number
      readonly uses: readonly ModelUse[]
    }
  | { readonly type: 'LeaveModel'; readonly code: string; readonly message: string; readonly uses: readonly ModelUse[] }

type Recorded = ModelEvent | { readonly type: 'QueryRan'; readonly data: RanQuery }

/** The facts of a command; none where they are there already, so a step may come twice. */
export const decideModel = (command: ModelCommand, model: ModelState | null): readonly Recorded[] => {
  if (!model || model.left) return []
  switch (command.type) {
    case 'RecordModelRound':
      return model.rounds >= command.round
        ? []
        : [
            { type: 'ModelAnswered', data: { round: command.round, uses: command.uses, wantsMore: command.wantsMore } },
            ...command.hypotheses.map(
              hypothesis => ({ type: 'ModelHypothesisProposed', data: { hypothesis } }) as const,
            ),
          ]
    case 'RecordModelRepair':
      return repairsOf(model, command.prediction) >= command.attempt
        ? []
        : [
            { type: 'ModelAnswered', data: { round: null, uses: command.uses, wantsMore: false } },
            {
              type: 'ModelQueryRepaired',
              data: { prediction: command.prediction, sql: command.sql, because: command.because },
            },
          ]
    case 'RecordModelTest':
      return model.tests.some(({ prediction }) => prediction === command.test.prediction)
        ? []
        : [
            ...command.queries.map(query => ({ type: 'QueryRan', data: query }) as const),
            { type: 'ModelPredictionTested', data: { test: command.test } },
          ]
    case 'RecordModelProse':
      return model.prose
        ? []
        : [
            { type: 'ModelAnswered', data: { round: null, uses: command.uses, wantsMore: false } },
            { type: 'ModelProseDrafted', data: { sentences: command.sentences, removed: command.removed } },
          ]
    case 'LeaveModel':
      return [{ type: 'ModelLeft', data: { code: command.code, message: command.message, uses: command.uses } }]
    default:
      return unreachable(command)
  }
}

export const repairsOf = ({ repairs }: Pick<ModelState, 'repairs'>, prediction: string) =>
  repairs.filter(each => each === prediction).length
