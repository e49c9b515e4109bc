import { anything, atLeast, atMost, type Fault } from './fault.ts'
import { capNats, cutOrSampled, numbersMissing } from './reading/cap.ts'
import { balancedByOthers } from './reading/dates.ts'
import { neighboursApart } from './reading/neighbours.ts'
import { rowsDown } from './reading/rows.ts'
import { filteredShare } from './reading/vanished.ts'
import { watchesRows } from './watchesNumbers.ts'

/** F10: rows beyond a limit are left out, or only a sample arrives. */
export const rowCap: Fault = {
  kind: 'rowCap',
  label: 'Row limit or sample',
  applies: state => watchesRows(state) && rowsDown(state),
  prior: { rowCount: 0.06, sum: 0.05, other: 0.03 },
  hasSegment: false,
  statement: ({ focus }) => `Only a limited number of rows, or a sample of them, arrives in ${focus.table.name.name}.`,
  predictions: [
    {
      name: 'cut',
      claim: 'The number of rows is a limit, or every hour and segment is thinned alike',
      unit: 'score',
      ifTrue: atLeast(0.7),
      ifFalse: atMost(0.3),
      strength: 'decisive',
      scan: 'profile',
      read: cutOrSampled,
    },
    {
      name: 'neighbours',
      claim: 'Neighbouring tables have all their rows',
      unit: 'score',
      ifTrue: atLeast(0.75),
      ifFalse: atMost(0.4),
      strength: 'strong',
      scan: 'siblings',
      applies: state => (capNats(state)?.value ?? 0) < 6,
      read: neighboursApart,
    },
    {
      name: 'gone',
      claim: 'Days around do not have the rows instead',
      unit: 'share',
      ifTrue: atMost(0.35),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'series',
      read: balancedByOthers,
    },
    {
      name: 'alike',
      claim: 'Rows with nulls or without a parent are missing no more than others',
      unit: 'share',
      ifTrue: atMost(0.5),
      ifFalse: anything,
      strength: 'decisive',
      scan: 'profile',
      read: filteredShare,
    },
  ],
  cause: state =>
    (capNats(state)?.value ?? 0) >= 4
      ? `Rows beyond a limit were left out. ${capNats(state)?.text ?? ''}`
      : `Only a sample of the rows arrived: all hours and segments are thinned alike. ${numbersMissing(state)?.text ?? ''}`.trim(),
  nextSteps: () => [
    'Look for a limit of rows or pages, or a sample, in what extracts this table.',
    'Load the days since the onset again without it.',
    'Compare the number of rows with the source.',
  ],
}
