import { startAlone } from '#apps/shell/start-alone.ts'
import { startApp } from '#apps/shell/start.tsx'
import { KioskApp } from './app.tsx'

void startApp({ base: '/kiosk', namespaces: ['kiosk'], children: <KioskApp /> })
startAlone('kiosk')
