import type { RouteObject } from 'react-router'

export { HelpSheet } from './help-sheet.tsx'
export const routes: RouteObject[] = [{ path: '/', lazy: () => import('./kiosk-page.tsx') }]
