export { createLive, type Live, type LiveListener } from './live.ts'
export { realtimeRoutes } from './routes.ts'
