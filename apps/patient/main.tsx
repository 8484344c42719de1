import { askSessionEarly } from '#apps/shell/session.ts'
import { startApp } from '#apps/shell/start.tsx'
import { PatientApp } from './app.tsx'

// The page most people open is fetched beside the shell, not after it.
if (location.pathname === '/') void import('./home/home-page.tsx')

void startApp({ base: '/', namespaces: ['patient'], elder: true, early: askSessionEarly, children: <PatientApp /> })

if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
