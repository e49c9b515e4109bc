import { atLeast, atMost, type Fault } from './fault.ts'
import { addedRowsMatter } from './addedRows.ts'
import { trialGain, trialShare } from './reading/added.ts'

const ofValues = new Set(['average', 'minimum', 'maximum', 'distinctCount', 'share'])

/** F11: rows of tests and demonstrations among the real ones. */
export const testData: Fault = {
  kind: 'testData',
  label: 'Test data among the real',
  // A few dear or free trials move an average before their number shows.
  applies: state => addedRowsMatter(state) || ofValues.has(state.question.metric.kind),
  prior: { rowCount: 0.05, distinctCount: 0.06, average: 0.04, other: 0.03 },
  hasSegment: true,
  statement: ({ focus }) => `Rows of a test were written into ${focus.table.name.name}.`,
  predictions: [
    {
      name: 'words',
      claim: 'Rows hold words that only tests use',
      unit: 'share',
      ifTrue: atLeast(0.005),
      ifFalse: atMost(0.001),
      strength: 'decisive',
      scan: 'profile',
      read: trialGain,
    },
    {
      name: 'added',
      claim: 'They are the additional rows',
      unit: 'share',
      ifTrue: atLeast(0.5),
      ifFalse: atMost(0.2),
      strength: 'decisive',
      scan: 'profile',
      read: trialShare,
    },
  ],
  cause: state => `Rows of a test stand among the real ones: ${trialShare(state)?.text ?? ''}`,
  nextSteps: () => [
    'Ask who tested at that hour, and keep test accounts out on the way in.',
    'Delete the rows of the test once it is confirmed.',
  ],
}
