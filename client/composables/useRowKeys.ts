import { useShortcuts } from './useShortcuts.ts'

/** j and k move through the links marked `data-row`, '/' goes to the search field; Enter opens the link, as links do. */
export const useRowKeys = () => {
  const move = (by: number) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
    const current = rows.findIndex(row => row === document.activeElement)
    rows[Math.min(rows.length - 1, Math.max(0, current + by))]?.focus()
  }
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    '/': () => document.querySelector<HTMLElement>('input[type=search]')?.focus(),
  })
}
