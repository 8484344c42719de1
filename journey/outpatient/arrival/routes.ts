import type { Routes } from '#platform/http/index.ts'
import { deskRoutes } from './routes/desk.ts'
import { patientRoutes } from './routes/patient.ts'
import { roomRoutes } from './routes/room.ts'
import { waitsRoutes } from './routes/waits.ts'

export const routes: Routes = (app, services) => {
  for (const part of [patientRoutes, roomRoutes, deskRoutes, waitsRoutes]) part(app, services)
}
