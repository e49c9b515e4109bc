import { ref } from 'vue'
import { useToasts } from './useToasts.ts'
import { describeFailure } from '../lib/failure.ts'

/** Hands a text that is fetched first to the browser as a file. */
export const useTextFile = (name: string, fetchText: () => Promise<string>) => {
  const { show } = useToasts()
  const busy = ref(false)
  const save = async () => {
    busy.value = true
    try {
      const address = URL.createObjectURL(new Blob([await fetchText()], { type: 'text/csv;charset=utf-8' }))
      Object.assign(document.createElement('a'), {
        href: address,
        download: `${name}-${new Date().toISOString().slice(0, 10)}.csv`,
      }).click()
      URL.revokeObjectURL(address)
    } catch (error) {
      show('bad', describeFailure(error instanceof Error ? error : new Error(String(error))).message)
    } finally {
      busy.value = false
    }
  }
  return { save, busy }
}
