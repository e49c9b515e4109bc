import { useToasts } from './useToasts.ts'

/** Copies text and says so; a browser that forbids it is told as well. */
export const useCopy = () => {
  const { show } = useToasts()
  return async (text: string, what: string) => {
    try {
      await navigator.clipboard.writeText(text)
      show('good', `${what} copied`)
    } catch (error) {
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error
      show('bad', `${what} could not be copied: the browser does not allow it here`)
    }
  }
}
