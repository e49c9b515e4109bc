import { readonly, ref } from 'vue'

export type Toast = { readonly id: number; readonly tone: 'good' | 'bad'; readonly text: string }

const SHOWN_MS = 6000
const toasts = ref<Toast[]>([])
let nextId = 1

export const useToasts = () => {
  const dismiss = (id: number) => {
    toasts.value = toasts.value.filter(toast => toast.id !== id)
  }
  const show = (tone: Toast['tone'], text: string) => {
    const id = nextId++
    toasts.value = [...toasts.value, { id, tone, text }]
    setTimeout(() => dismiss(id), SHOWN_MS)
  }
  return { toasts: readonly(toasts), show, dismiss }
}
