import { onScopeDispose } from 'vue'

export type Shortcuts = Readonly<Record<string, () => void>>

const SEQUENCE_MS = 1000

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** Keys such as 'j' or sequences such as 'g i'. None fires while typing, with a modifier held, or under an open dialog. */
export const useShortcuts = (shortcuts: Shortcuts) => {
  let prefix: { key: string; at: number } | null = null
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('[role=dialog]') !== null) return
    const sequence =
      prefix !== null && event.timeStamp - prefix.at < SEQUENCE_MS ? `${prefix.key} ${event.key}` : event.key
    const action = shortcuts[sequence] ?? shortcuts[event.key]
    prefix = { key: event.key, at: event.timeStamp }
    if (action === undefined) return
    prefix = null
    event.preventDefault()
    action()
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
}
