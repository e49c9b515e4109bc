import type { Statement } from '../finding/finding.ts'
import type { Verdict } from '../hypothesis/hypothesis.ts'
import type { Case } from '../measure/planned.ts'
import { cleanText } from '../model/cleanText.ts'
import { modelStandings } from '../model/weighTest.ts'
import { standingOwn } from './ownHypothesis.ts'

const came: Readonly<Record<Verdict, string>> = {
  supported: 'what it predicts held, which makes it a lead and no proven cause',
  refuted: 'what it predicts did not hold',
  inconclusive: 'its predictions do not decide',
  open: 'it was not tested',
}

const sentence = (text: string) => text.replace(/[.!\s]+$/, '')

/** What came of the questions that people put in their own words; they change no conclusion and no confidence. */
export const ownStatements = (state: Case): readonly Statement[] => {
  const series = state.queries.filter(({ scan }) => scan === 'series').map(({ id }) => id)
  const standing = standingOwn(state.own)
  const asked = modelStandings({ hypotheses: standing, tests: state.own.tests }).map(
    ({ hypothesis, verdict, tests }): Statement => {
      const problem = tests.find(each => each.problem !== null)?.problem
      const queries = tests.flatMap(each => each.queries)
      const why = problem ? `not tested: ${sentence(problem)}` : ''
      const outcome =
        problem && tests.every(({ observed }) => observed === null)
          ? `It was ${why}`
          : `Of it, ${came[verdict]}${why && `; in part ${why}`}`
      return {
        text: `${nameOf(state, hypothesis.id)} supposed: ${sentence(cleanText(hypothesis.statement, 300))}. ${outcome}.`,
        queries: queries.length > 0 ? queries : series,
      }
    },
  )
  const left = Object.entries(state.own.dropped).map(([id, { byName, reason }]): Statement => ({
    text: `${nameOf(state, id)} supposed: ${sentence(cleanText(statementOf(state, id), 300))}. It was left out by ${byName}${reason === null ? '' : `, because ${sentence(reason)}`}.`,
    queries: series,
  }))
  return [...asked, ...left]
}

const ofId = ({ own }: Case, id: string) => own.hypotheses.find(hypothesis => hypothesis.id === id)
const nameOf = (state: Case, id: string) => ofId(state, id)?.byName ?? 'Somebody'
const statementOf = (state: Case, id: string) => ofId(state, id)?.statement ?? ''
