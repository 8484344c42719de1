import { askSessionEarly } from '#apps/shell/session.ts'
import { startApp } from '#apps/shell/start.tsx'
import { StaffApp } from './app.tsx'

void startApp({ base: '/staff', namespaces: ['staff'], early: askSessionEarly, children: <StaffApp /> })
