import { expect } from 'vitest'
import type { Command, Refusal } from '../core/investigation/command.ts'
import { decide } from '../core/investigation/decide.ts'
import type { InvestigationEvent } from '../core/investigation/events.ts'
import { evolve, initial } from '../core/investigation/state.ts'
import { stepsDue } from '../core/investigation/stepsDue.ts'
import { stepKey } from '../core/investigation/step.ts'

/** History, wish, outcome: exact and in order. */
export const given = (...history: readonly InvestigationEvent[]) => {
  const state = history.reduce(evolve, initial)
  return {
    when: (command: Command) => {
      const decided = decide(command, state)
      return {
        then: (...events: readonly InvestigationEvent[]) => {
          expect(decided).toEqual({ ok: true, value: events })
        },
        refused: (code: Refusal['code']) => {
          expect(decided).toEqual({ ok: false, problem: { code } })
        },
      }
    },
    due: (...steps: readonly string[]) => {
      expect(stepsDue(state).map(stepKey)).toEqual(steps)
    },
  }
}
