// What can be done with an investigation. The page offers nothing else.
import { may, type SignedIn } from '../core/access/signedIn.ts'
import type { Status } from '../core/investigation/state.ts'
import { wordEnum } from './words.ts'

const words = {
  pause: 'Let nothing more be done for now: `investigationPause`.',
  resume: 'Let it go on: `investigationResume`.',
  cancel: 'Stop it: `investigationCancel`.',
  addHint: 'Tell it what one knows: `investigationAddHint`.',
  addHypothesis: 'Let it test a cause: `hypothesisAdd`.',
  dropHypothesis: 'Take a cause out: `hypothesisDrop`.',
  comment: 'Say something about it: `commentAdd`.',
  assign: 'Give it to somebody: `caseAssign`.',
  rate: 'Say how bad it is: `caseRate`.',
  setState: 'Say whether somebody is at work on it: `caseSetState`.',
  resolve: 'Say what it was: `caseResolve`.',
  reopen: 'Open it again: `caseReopen`.',
  investigateAgain: 'Ask the same question anew: `investigationAgain`.',
}

type Action = keyof typeof words

export const ActionEnum = wordEnum<Action>('InvestigationAction', 'What can be done with an investigation.', words)

type Standing = {
  readonly status: Exclude<Status, 'unopened'> | 'paused'
  readonly isProposed: boolean
  readonly isResolved: boolean
}

/** What this caller can do with a case that stands so. */
export const actionsOf = ({ status, isProposed, isResolved }: Standing, caller: SignedIn): readonly Action[] => {
  if (!may(caller, 'investigations:write')) return []
  const file: readonly Action[] = [
    'comment',
    'assign',
    'rate',
    ...(isResolved ? (['reopen'] as const) : (['setState', 'resolve'] as const)),
  ]
  const isOpen = status === 'running' || status === 'paused'
  if (!isOpen) return ['investigateAgain', ...file]
  return [
    status === 'paused' ? 'resume' : 'pause',
    'cancel',
    'addHint',
    ...(isProposed ? (['addHypothesis', 'dropHypothesis'] as const) : []),
    ...file,
  ]
}
