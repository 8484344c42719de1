import { QueryClientProvider } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { StrictMode } from 'react'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { BrowserRouter } from 'react-router'
import { startI18n } from './i18n.ts'
import { makeQueryClient } from './query.ts'
import { startReader } from './reader.ts'
import '#ui/css/index.css'

// A page left open over an update asks for files that are gone: one fresh load brings it up to date.
function followUpdates(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem('updated') ?? 0)
    if (Date.now() - last < 60_000) return
    event.preventDefault()
    sessionStorage.setItem('updated', String(Date.now()))
    location.reload()
  })
}

/** Starts one app: words first, then the page, so that nothing is ever shown as a key. */
export async function startApp(app: { base: string; namespaces: string[]; elder?: boolean; early?: (client: QueryClient) => void; children: ReactNode }): Promise<void> {
  followUpdates()
  if (app.elder) startReader()
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no #root to live in')
  const client = makeQueryClient()
  app.early?.(client)
  const i18n = await startI18n(['ui', 'shell', ...app.namespaces])
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={client}>
          <BrowserRouter basename={app.base}>{app.children}</BrowserRouter>
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>,
  )
}
