import type { Module } from '#platform/module.ts'
import { routesFor } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export { fieldsOf } from './describe.ts'

/** The one place where the rules of all these modules are read and changed. */
export function rulesOf(modules: readonly Module[]): Module {
  return { name: 'rules', rules, tasks, routes: routesFor([...modules.flatMap((module) => module.rules ?? []), ...rules]) }
}
