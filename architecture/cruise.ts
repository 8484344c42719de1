import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'

const floors = ['apps', 'journey', 'engines', 'platform', 'packages', 'region', 'bench', 'e2e', 'architecture']

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: IForbiddenRuleType[]; options: ICruiseOptions }

export const borderRules: readonly IForbiddenRuleType[] = forbidden

export interface Borders {
  readonly modules: number
  readonly violations: readonly string[]
}

/** Checks every import of the tree against `.dependency-cruiser.cjs`. */
export async function cruiseBorders(root: string): Promise<Borders> {
  const { output } = await cruise(
    floors.filter((floor) => existsSync(join(root, floor))),
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden } },
    options.enhancedResolveOptions,
  )
  const { summary, modules } = output as ICruiseResult
  return {
    modules: modules.filter((one) => !one.source.includes('node_modules') && !one.coreModule).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  }
}
