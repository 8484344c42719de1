import { startApp } from '#apps/shell/start.tsx'
import { PatientApp } from './app.tsx'

void startApp({ base: '/', namespaces: ['patient'], elder: true, children: <PatientApp /> })

if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
