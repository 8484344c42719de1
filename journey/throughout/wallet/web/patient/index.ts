import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/wallet', lazy: () => import('./wallet-page.tsx') },
  { path: '/wallet/statement', lazy: () => import('./statement-page.tsx') },
  { path: '/wallet/code', lazy: () => import('./code-page.tsx') },
]

export const meItems: MeItem[] = [{ to: '/wallet', icon: 'wallet', label: 'wallet:me.wallet', note: 'wallet:me.note' }]
