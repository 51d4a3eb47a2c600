import '@mantine/core/styles.css'
import './main.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { ApiError } from './api/client.ts'
import { App } from './app.tsx'
import { translateFieldMessages } from './layout/field-messages.ts'
import { language } from './texts/language.ts'
import { cssVariablesResolver, theme } from './theme.ts'

const MOST_RETRIES = 2

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server has refused it would refuse again.
      retry: (failures, error) => failures < MOST_RETRIES && !(error instanceof ApiError),
      refetchOnWindowFocus: false,
    },
  },
})

/** What the content policy of this page allows inline styles by; the server makes a new one for each page. */
const nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? ''
setNonce(nonce)

document.documentElement.lang = language
translateFieldMessages(document)

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the app')
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
