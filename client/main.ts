import urql from '@urql/vue'
import { createApp } from 'vue'
import App from './App.vue'
import { useViewer } from './composables/useViewer.ts'
import { createPages } from './router.ts'
import './style.css'
import { createGraphqlClient } from './urql.ts'

const client = createGraphqlClient({
  onSignedOut: () => {
    useViewer().forget()
    const { name, fullPath } = router.currentRoute.value
    if (name !== 'sign-in') void router.replace({ name: 'sign-in', query: { to: fullPath } })
  },
})
const router = createPages(client)

createApp(App).use(urql, client).use(router).mount('#app')
