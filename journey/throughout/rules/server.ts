import type { Module } from '#platform/module.ts'
import { routesFor } from './routes.ts'

export { fieldsOf } from './describe.ts'

/** The one place where the rules of all these modules are read and changed. */
export function rulesOf(modules: readonly Module[]): Module {
  return { name: 'rules', routes: routesFor(modules.flatMap((module) => module.rules ?? [])) }
}
