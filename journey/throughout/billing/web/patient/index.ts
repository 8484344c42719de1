import type { RouteObject } from 'react-router'
import type { MeItem } from '#ui/index.ts'

export const routes: RouteObject[] = [
  { path: '/bills', lazy: () => import('./bills-page.tsx') },
  { path: '/bills/:institutionId/:visitId', lazy: () => import('./bill-page.tsx') },
  { path: '/bills/:institutionId/:visitId/payments/:paymentId', lazy: () => import('./payment-page.tsx') },
  { path: '/wallet/top-up', lazy: () => import('./top-up-page.tsx') },
  { path: '/wallet/withdraw', lazy: () => import('./withdraw-page.tsx') },
  { path: '/receipts', lazy: () => import('./receipts-page.tsx') },
  { path: '/receipts/verify', lazy: () => import('./verify-page.tsx') },
  { path: '/receipts/:institutionId/:year/:number', lazy: () => import('./receipt-page.tsx') },
]

export const meItems: MeItem[] = [
  { to: '/bills', icon: 'wallet', label: 'billing:me.bills' },
  { to: '/receipts', icon: 'receipt', label: 'billing:me.receipts' },
]
