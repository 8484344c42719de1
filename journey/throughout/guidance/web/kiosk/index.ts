import { lazy } from 'react'

/** The way from the machine to a place, as it is printed. Fetched when it is shown. */
export const PrintedWay = lazy(async () => ({ default: (await import('./printed-way.tsx')).PrintedWay }))
