import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export { AskForHelp } from './ask-for-help.tsx'
export { HelpHere } from './help-here.tsx'

export const routes: RouteObject[] = [
  { path: '/assist', lazy: () => import('./ask-page.tsx') },
  { path: '/assist/help', lazy: () => import('./help-page.tsx') },
  { path: '/assist/past', lazy: () => import('./past-page.tsx') },
]

export const meItems: MeItem[] = [
  { to: '/assist/help', icon: 'share', label: 'assistance:help.door', note: 'assistance:help.door-note' },
  { to: '/assist/past', icon: 'users', label: 'assistance:past.door', note: 'assistance:past.door-note' },
]
