import type { Task } from '#platform/jobs/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { installLists } from './operations/install-lists.ts'

const DAY = 86_400

/** The lists that ship with the platform are there after the first start, and renewed after an upgrade. */
const installListsTask: Task = {
  name: 'directory.install-lists',
  everySeconds: DAY,
  run: (services) => inTransaction(services.db, systemContext('directory.install-lists', services.clock.now()), installLists),
}

export const tasks: readonly Task[] = [installListsTask]
