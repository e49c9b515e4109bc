import { computed, shallowRef } from 'vue'
import type { FragmentType } from '../gql/index.ts'
import type { DecisionDialog_approval } from './decisionDocuments.ts'

export type Deciding = 'approve' | 'edit' | 'reject'
type Approval = FragmentType<typeof DecisionDialog_approval>

/**
 * What the one dialog of a page is about. It outlives its card: a list that is live takes the card away as soon as anybody has decided, often before the
 * answer to one's own click is there, and a dialog inside of it would go with it, unanswered.
 */
export const useDeciding = () => {
  const chosen = shallowRef<{ readonly approval: Approval; readonly what: Deciding | null } | null>(null)
  const what = computed({
    get: () => chosen.value?.what ?? null,
    set: next => {
      chosen.value = chosen.value && { ...chosen.value, what: next }
    },
  })
  const begin = (approval: Approval, next: Deciding) => {
    chosen.value = { approval, what: next }
  }
  return { approval: computed(() => chosen.value?.approval ?? null), what, begin }
}
