import type { DrillQuery } from '../../contract.ts'

/** Which figure somebody opened, and what it is called. */
export type Asked = DrillQuery & { readonly title: string }
