import { onScopeDispose } from 'vue'

/** Tells when the browser says that the network is gone: sooner than a socket would notice. */
export const useWentOffline = (action: () => void) => {
  window.addEventListener('offline', action)
  onScopeDispose(() => window.removeEventListener('offline', action))
}
