import type { TestProject } from 'vitest/node'
import { startProduct } from '../product.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    productUrl: string
  }
}

/** One fresh product with the small region for all journeys, started the way the README says. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct()
  project.provide('productUrl', product.url)
  return product.remove
}
