import { isCode, isTest, withoutComments, type Rule, type Source } from '../sources.ts'

/** The configuration is read once; everyone else is handed what they need. */
export const environmentIsReadOnce: Rule = (sources) =>
  linesWith(
    sources.filter((source) => isCode(source) && !/^(platform\/config|bin|architecture)\//.test(source.path)),
    /\bprocess\s*\.\s*env\b/,
    'reads the environment outside platform/config',
  )

/** Time is given, not taken: what decides about a visit must be able to live through any day in a test. */
export const timeIsGiven: Rule = (sources) =>
  linesWith(
    sources.filter((source) => isCode(source) && !isTest(source) && /\/(operations|queries)\//.test(source.path)),
    /\bnew Date\(\s*\)|\bDate\.now\(/,
    'takes the time instead of being given it',
  )

function linesWith(sources: readonly Source[], pattern: RegExp, what: string): string[] {
  return sources.flatMap(({ path, text }) =>
    withoutComments(text).split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1} ${what}`] : [])),
  )
}
