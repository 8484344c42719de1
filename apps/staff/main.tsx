import { startApp } from '#apps/shell/start.tsx'
import { StaffApp } from './app.tsx'

void startApp({ base: '/staff', namespaces: ['staff'], children: <StaffApp /> })
