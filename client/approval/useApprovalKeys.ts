import { useShortcuts } from '../composables/useShortcuts.ts'
import type { Deciding } from './useDeciding.ts'

export type DecidableCard = { readonly begin: (what: Deciding) => void; readonly $el: unknown }

/** a, e and r begin a decision on the card that has the focus, else on the first; j and k move. Enter confirms, in the dialog. */
export const useApprovalKeys = (cards: () => readonly DecidableCard[]) => {
  const focused = () =>
    cards().findIndex(({ $el }) => $el instanceof HTMLElement && $el.contains(document.activeElement))
  const begin = (what: Deciding) => {
    cards()[Math.max(0, focused())]?.begin(what)
  }
  const move = (by: number) => {
    const all = cards()
    const next = all[Math.min(all.length - 1, Math.max(0, focused() + by))]
    if (next?.$el instanceof HTMLElement) next.$el.focus()
  }
  useShortcuts({
    a: () => begin('approve'),
    e: () => begin('edit'),
    r: () => begin('reject'),
    j: () => move(1),
    k: () => move(-1),
  })
}
