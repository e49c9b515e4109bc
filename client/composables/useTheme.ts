import { readonly, ref, watchEffect } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'dataing.theme'
const stored = (): Theme => {
  const value = localStorage.getItem(KEY)
  return value === 'light' || value === 'dark' ? value : 'system'
}
const theme = ref<Theme>(stored())

watchEffect(() => {
  if (theme.value === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme.value
})

/** The reader's choice of theme, kept in this browser; `public/theme.js` applies it before the first paint. */
export const useTheme = () => ({
  theme: readonly(theme),
  choose(next: Theme) {
    theme.value = next
    if (next === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, next)
  },
})
