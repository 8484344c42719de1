import type { z } from 'zod'

/**
 * Who may change a rule. institution: each for itself, the region for all who did not · region: one value for everybody ·
 * product: a statement of how the platform works; it changes with the platform.
 */
export type SetBy = 'institution' | 'region' | 'product'

/**
 * A limit, a time, a weight that is data: declared by the module that reads it, beside where it reads it. Its names in words are in
 * the module's locales under `rulebook.<code without the module>`: `title`, `about`,
 * in `names` one for each part of a value, in `choices` one for each thing to choose; what many share is in the locales of `rules`.
 */
export interface Rule<S extends z.ZodType = z.ZodType> {
  /** `<module>.<kebab-case>`, as in platform.rule. */
  readonly code: string
  /** What a value must be. A field that is added later has a default, so that older versions stay readable. */
  readonly schema: S
  readonly setBy: SetBy
  /** The page of the workbench where it is changed, when it has one of its own. */
  readonly page?: string
  /** How many persons a new version takes: 2 where it moves money, stops somebody, or is a limit that holds people back. */
  readonly approvals: 1 | 2
}

/** What a rule's value is, as the module that declared it reads it. */
export type ValueOf<R> = R extends Rule<infer S> ? z.output<S> : never

export function declareRule<S extends z.ZodType>(code: string, setBy: SetBy, schema: S, { page, approvals = 1 }: { page?: string; approvals?: 1 | 2 } = {}): Rule<S> {
  return { code, setBy, schema, approvals, ...(page === undefined ? {} : { page }) }
}
