import type { Module } from '#platform/module.ts'
import { showOutbox } from './simulator/outbox.ts'
import { receiveSms } from './simulator/receive.ts'
import { tasks } from './tasks.ts'

/** Outside a demonstration this module has no address: it only sends. */
export const module: Module = {
  name: 'messaging',
  tasks,
  routes(app, services) {
    if (!services.config.demo) return
    receiveSms(app, services)
    showOutbox(app, services)
  },
}
