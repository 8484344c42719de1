import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { capabilitiesAreClaimed, everyModuleIntroducesItself } from './rules/documents.ts'
import { bothLanguages, countsAgree, everyErrorHasATitle, everyKeyExists, noShouting } from './rules/languages.ts'
import { migrationOwnership, tableOwnership } from './rules/table-ownership.ts'
import { environmentIsReadOnce, timeIsGiven } from './rules/time-and-settings.ts'
import { filesFitInAHead, namesInKebabCase, noChineseInPages, noMedicalWordBelow, noSilentExceptions, noUnfinishedWork, noVagueNames } from './rules/words.ts'
import { readSources, type Rule, type Source } from './sources.ts'

const house = readSources(fileURLToPath(new URL('..', import.meta.url)))

const table: Source = { path: 'migrations/0002_booking.sql', text: '-- owner: booking\ncreate table booking.hold (id integer);' }
const words = (path: string, en: string, zh: string): Source[] => [{ path: `${path}/en.json`, text: en }, { path: `${path}/zh-CN.json`, text: zh }]

/** Each rule, in words, with a small tree that breaks it. */
const rules: readonly (readonly [sentence: string, rule: Rule, broken: readonly Source[]])[] = [
  ['SQL touches only the tables its module owns', tableOwnership, [table, { path: 'engines/queue/queries/held.ts', text: 'export const q = sql`select 1 from booking.hold where ${x}`' }]],
  ['a migration names its owner', migrationOwnership, [{ path: 'migrations/0009_x.sql', text: 'create table queue.ticket (id integer);' }]],
  ['a module reads reference tables but does not write them', tableOwnership, [{ ...table }, { path: 'docs/scale.md', text: '| `booking.hold` | reference |' }, { path: 'engines/queue/a.ts', text: 'export const q = sql`delete from booking.hold where true`' }]],
  ['a migration touches only the tables of its owner', migrationOwnership, [table, { path: 'migrations/0003_queue.sql', text: '-- owner: queue\nalter table booking.hold add column x integer;' }]],
  ['only platform/config reads the environment', environmentIsReadOnce, [{ path: 'engines/queue/a.ts', text: 'export const port = process.env.PORT' }]],
  ['operations and queries are given the time', timeIsGiven, [{ path: 'engines/queue/operations/call.ts', text: 'export const now = () => new Date()' }]],
  ['platform and engines have no medical word in them', noMedicalWordBelow, [{ path: 'engines/queue/a.ts', text: 'export const doctor = 1' }]],
  ['no file has a name that says nothing', noVagueNames, [{ path: 'engines/queue/utils.ts', text: '' }]],
  ['file names are kebab-case', namesInKebabCase, [{ path: 'engines/queue/callNext.ts', text: '' }]],
  ['no work is left unfinished', noUnfinishedWork, [{ path: 'engines/queue/a.ts', text: `// ${'TO'}DO later` }]],
  ['no rule is set aside without a reason', noSilentExceptions, [{ path: 'engines/queue/a.ts', text: '// @ts-expect-error' }]],
  ['no page has a string in one language', noChineseInPages, [{ path: 'journey/previsit/booking/web/patient/a-page.tsx', text: 'export const A = () => <p>您好</p>' }]],
  ['no file is longer than 400 lines', filesFitInAHead, [{ path: 'engines/queue/a.ts', text: '\n'.repeat(400) }]],
  ['both languages have every key', bothLanguages, words('engines/queue/locales', '{"a":{"b":"x"}}', '{"a":{}}')],
  ['no text is empty in both', bothLanguages, words('engines/queue/locales', '{"a":" "}', '{"a":""}')],
  ['a text that counts says one and many in English', countsAgree, words('engines/queue/locales', '{"a":"{{count}} people"}', '{"a":"{{count}} 人"}')],
  ['a text that counts many also counts one', countsAgree, words('engines/queue/locales', '{"a_other":"{{count}} people"}', '{"a_other":"{{count}} 人"}')],
  ['no text shouts', noShouting, words('engines/queue/locales', '{"a":"Done!"}', '{"a":"好"}')],
  ['every refusal has a title in both languages', everyErrorHasATitle, [...words('engines/queue/locales', '{"errors":{}}', '{"errors":{}}'), { path: 'engines/queue/errors.ts', text: "export const Gone = domainError('queue.gone', 409, 'Gone.')" }]],
  ['every text a page asks for exists', everyKeyExists, [...words('journey/previsit/booking/locales', '{"a":"x"}', '{"a":"x"}'), { path: 'journey/previsit/booking/web/patient/a-page.tsx', text: "const { t } = useTranslation('booking'); t('b')" }]],
  ['every claimed capability is named by a test or a README', capabilitiesAreClaimed, []],
  ['every module and every stage introduces itself', everyModuleIntroducesItself, [{ path: 'journey/previsit/booking/index.ts', text: '' }]],
]

describe('the architecture', () => {
  test('is checked on the whole house', () => expect(house.length).toBeGreaterThan(300))
  test.each(rules)('%s', (_sentence, rule) => expect(rule(house)).toEqual([]))
})

describe('each rule notices when it is broken', () => {
  test.each(rules)('%s', (_sentence, rule, broken) => expect(rule(broken)).not.toEqual([]))
})
