import { onMounted, onScopeDispose, readonly, ref, type Ref } from 'vue'

/** The width of an element in pixels, followed; `before` until it is known. */
export const useWidth = (element: Ref<HTMLElement | null>, before: number) => {
  const width = ref(before)
  const observer = new ResizeObserver(([entry]) => {
    if (entry && entry.contentRect.width > 0) width.value = Math.floor(entry.contentRect.width)
  })
  onMounted(() => {
    if (element.value) observer.observe(element.value)
  })
  onScopeDispose(() => observer.disconnect())
  return readonly(width)
}
