import { describe, expect, test } from 'vitest'
import { asId } from '../shared/ids.ts'
import type { ModelProblem, Model, ModelAsk } from './model.ts'

/** What the other side does: answer every kind of call well, or fail. */
export type ModelHarness = {
  readonly model: Model
  readonly behave: (how: 'well' | 'off the shape' | 'dead') => void
  /** How many calls left. */
  readonly calls: () => number
  readonly close: () => Promise<void>
}

const asked = (key: string): ModelAsk => ({
  ref: {
    tenantId: asId('11111111-1111-4111-8111-111111111111'),
    investigationId: asId('22222222-2222-4222-8222-222222222222'),
  },
  dataSourceId: asId('s'),
  key,
  dialect: 'duckdb',
  signal: new AbortController().signal,
  terms: { reasonModel: 'strong', labelModel: 'fast', sharing: 'aggregates', maxRounds: 3 },
  brief: { sections: [{ title: 'Evidence', lines: ['e1: 12 rows'] }], exposures: [] },
})

const mend = { claim: 'c', sql: 'SELEC 1', problem: 'near SELEC' }

/** The laws of the port; call it from each implementation's test. */
export const modelContract = (name: string, open: () => Promise<ModelHarness>) => {
  describe(`${name} as a model`, () => {
    const using = async (work: (harness: ModelHarness) => Promise<void>) => {
      const harness = await open()
      await work(harness).finally(harness.close)
    }

    test('proposes hypotheses with at least one prediction each, and tells what was paid', () =>
      using(async ({ model }) => {
        const answered = await model.propose(asked('propose:1'))
        if (!answered.ok) throw new Error(answered.problem.code)
        expect(answered.value.value.hypotheses.length).toBeGreaterThan(0)
        expect(answered.value.value.hypotheses.every(({ predictions }) => predictions.length > 0)).toBe(true)
        expect(answered.value.uses).toEqual([expect.objectContaining({ model: 'strong', purpose: 'propose' })])
      }))

    test('mends a query and drafts sentences', () =>
      using(async ({ model }) => {
        expect(await model.repair({ ...asked('repair:1'), mend })).toMatchObject({
          ok: true,
          value: { value: { sql: expect.any(String) } },
        })
        expect(await model.draft(asked('draft'))).toMatchObject({ ok: true, value: { value: expect.any(Array) } })
      }))

    test('the same call again is answered from what was paid for', () =>
      using(async ({ model, calls }) => {
        const [one, two] = [await model.propose(asked('propose:1')), await model.propose(asked('propose:1'))]
        expect(two).toEqual(one)
        expect(calls()).toBe(1)
      }))

    test.each(['off the shape', 'dead'] as const)('a model that is %s is a problem in words, never a throw', how =>
      using(async ({ model, behave }) => {
        behave(how)
        const problems: ModelProblem[] = []
        for (const answered of [
          await model.propose(asked('a')),
          await model.repair({ ...asked('b'), mend }),
          await model.draft(asked('c')),
        ])
          if (!answered.ok) problems.push(answered.problem)
        expect(problems.map(({ message }) => /^[A-Z].*\.$/.test(message))).toEqual([true, true, true])
      }),
    )

    test('stops when it is told to', () =>
      using(async ({ model }) => {
        await expect(
          model.propose({ ...asked('propose:1'), signal: AbortSignal.abort(new Error('stopped')) }),
        ).rejects.toThrow('stopped')
      }))
  })
}
