import { readonly, ref } from 'vue'

const KEY = 'first-steps'
const isTouring = ref(localStorage.getItem(KEY) === 'open')
const news = ref(0)

/** Whether somebody takes their first steps in this browser: then the next one is offered wherever they are. */
export const useTour = () => ({
  isTouring: readonly(isTouring),
  /** Grows whenever a step may be done. */
  news: readonly(news),
  begin() {
    isTouring.value = true
    localStorage.setItem(KEY, 'open')
  },
  end() {
    isTouring.value = false
    localStorage.removeItem(KEY)
  },
  /** Says that a step may be done. */
  tell() {
    news.value += 1
  },
})
