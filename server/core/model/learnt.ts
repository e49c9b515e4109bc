import type { BriefSection } from './brief.ts'
import { cleanText } from './cleanText.ts'
import type { ModelState } from './modelFacts.ts'
import { modelStandings } from './weighTest.ts'

/** What came of the model's own hypotheses: the numbers, and the verdict of the rule. */
export const learntSection = (model: ModelState): BriefSection => ({
  title: 'Your hypotheses so far',
  lines: modelStandings(model).flatMap(({ hypothesis, verdict, tests }) => [
    `${hypothesis.id} | ${cleanText(hypothesis.statement)} | ${verdict}`,
    ...tests.map(({ prediction, observed, usual, problem, nats }) => {
      const claim = hypothesis.predictions.find(({ id }) => id === prediction)?.claim ?? ''
      const seen =
        problem === null
          ? `observed ${observed ?? '-'} | on a normal day ${usual ?? '-'} | weight ${nats.toFixed(1)}`
          : `not tested: ${cleanText(problem)}`
      return `${prediction} | ${cleanText(claim)} | ${seen}`
    }),
  ]),
})
