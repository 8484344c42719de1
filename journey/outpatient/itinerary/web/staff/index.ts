import { lazy } from 'react'

export const DayStrip = lazy(() => import('./day-strip.tsx').then((file) => ({ default: file.DayStrip })))
