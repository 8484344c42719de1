import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { borderRules, cruiseBorders, type Borders } from './cruise.ts'

/** One planted violation for every rule: who imports whom although the rule forbids it. */
const planted: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['platform-stands-alone', 'platform/clock/a.ts', 'engines/queue/index.ts'],
  ['engines-know-no-journey', 'engines/queue/a.ts', 'journey/previsit/booking/index.ts'],
  ['journey-is-composed-not-composing', 'journey/previsit/booking/b.ts', 'apps/server/modules.ts'],
  ['throughout-imports-only-the-past', 'journey/throughout/people/a.ts', 'journey/previsit/booking/index.ts'],
  ['previsit-imports-only-the-past', 'journey/previsit/booking/c.ts', 'journey/outpatient/arrival/index.ts'],
  ['outpatient-imports-only-the-past', 'journey/outpatient/arrival/a.ts', 'journey/emergency/triage/index.ts'],
  ['emergency-imports-only-the-past', 'journey/emergency/triage/a.ts', 'journey/outpatient/arrival/index.ts'],
  ['inpatient-imports-only-the-past', 'journey/inpatient/ward/a.ts', 'journey/postvisit/results/index.ts'],
  ['front-door-only', 'journey/outpatient/arrival/b.ts', 'journey/previsit/booking/operations/book.ts'],
  ['front-door-only', 'journey/outpatient/arrival/c.ts', 'engines/queue/operations/call.ts'],
  ['front-door-only', 'engines/queue/b.ts', 'engines/ledger/post.ts'],
  ['tests-use-doors-too', 'journey/outpatient/arrival/e.test.ts', 'journey/previsit/booking/operations/book.ts'],
  ['apps-use-front-doors', 'apps/server/a.ts', 'journey/previsit/booking/operations/book.ts'],
  ['pages-use-front-doors', 'apps/patient/a.ts', 'journey/previsit/booking/web/patient/times.ts'],
  ['pages-use-front-doors', 'apps/patient/b.ts', 'platform/clock/index.ts'],
  ['region-uses-front-doors', 'region/a.ts', 'journey/previsit/booking/operations/book.ts'],
  ['nobody-needs-the-region', 'journey/previsit/booking/d.ts', 'region/load.ts'],
  ['web-sees-contracts-only', 'journey/previsit/booking/web/patient/a.ts', 'journey/previsit/booking/index.ts'],
  ['web-sees-contracts-only', 'journey/previsit/booking/web/patient/b.ts', 'platform/clock/index.ts'],
  ['patient-pages-of-others-stay-away', 'journey/previsit/booking/web/patient/c.ts', 'journey/previsit/booking/web/staff/index.ts'],
  ['staff-pages-of-others-stay-away', 'journey/previsit/booking/web/staff/a.ts', 'journey/previsit/booking/web/patient/index.ts'],
  ['board-pages-of-others-stay-away', 'journey/outpatient/arrival/web/board/a.ts', 'journey/previsit/booking/web/staff/index.ts'],
  ['kiosk-pages-of-others-stay-away', 'journey/outpatient/arrival/web/kiosk/a.ts', 'journey/previsit/booking/web/patient/index.ts'],
  ['patient-front-stands-alone', 'apps/patient/c.ts', 'apps/staff/start.ts'],
  ['staff-front-stands-alone', 'apps/staff/a.ts', 'journey/previsit/booking/web/patient/index.ts'],
  ['board-front-stands-alone', 'apps/board/a.ts', 'apps/staff/start.ts'],
  ['kiosk-front-stands-alone', 'apps/kiosk/a.ts', 'apps/server/modules.ts'],
  ['server-never-imports-web', 'journey/previsit/booking/e.ts', 'journey/previsit/booking/web/patient/index.ts'],
  ['server-never-imports-web', 'apps/server/b.ts', 'packages/ui/index.ts'],
  ['browsers-have-no-node', 'journey/previsit/booking/web/patient/d.ts', 'node:fs'],
  ['browsers-have-no-node', 'packages/client/a.ts', 'node:fs'],
  ['browsers-have-no-database', 'journey/previsit/booking/contract.ts', 'journey/previsit/booking/rows.ts'],
  ['ui-knows-nobody', 'packages/ui/a.ts', 'packages/client/index.ts'],
  ['client-knows-nobody', 'packages/client/b.ts', 'journey/previsit/arriving/contract.ts'],
  ['testing-stays-in-tests', 'engines/queue/c.ts', 'platform/testing/index.ts'],
  ['testing-stays-in-tests', 'journey/previsit/booking/f.ts', 'journey/previsit/booking/testing/a-clinic.ts'],
  ['tests-carry-nothing', 'engines/queue/d.ts', 'engines/queue/d.test.ts'],
  ['no-cycles', 'engines/ledger/post.ts', 'engines/ledger/entries.ts'],
  ['no-module-cycles', 'journey/throughout/people', 'journey/throughout/access'],
  ['everything-resolves', 'engines/queue/e.ts', 'engines/queue/absent.ts'],
]

/** What the planted files need to lead somewhere, and to be allowed. */
const sound: readonly (readonly [from: string, to: string])[] = [
  ['journey/previsit/booking/rows.ts', 'platform/database/index.ts'],
  ['engines/ledger/entries.ts', 'engines/ledger/post.ts'],
  ['journey/throughout/people/index.ts', 'journey/throughout/access/index.ts'],
  ['journey/throughout/access/index.ts', 'journey/throughout/people/contract.ts'],
  ['journey/outpatient/arrival/d.ts', 'journey/previsit/booking/index.ts'],
  ['journey/outpatient/arrival/web/board/b.ts', 'journey/previsit/booking/web/board/index.ts'],
  ['engines/queue/c.test.ts', 'platform/testing/index.ts'],
  ['journey/outpatient/arrival/f.test.ts', 'journey/previsit/booking/testing/a-clinic.ts'],
]

const root = mkdtempSync(join(tmpdir(), 'liuxin-borders-'))
afterAll(() => rmSync(root, { recursive: true }))

function plant(from: string, to: string): void {
  const put = (path: string, text: string, flag: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text, { flag })
  }
  if (to.startsWith('node:')) return put(from, `import '${to}'\n`, 'a')
  if (!to.endsWith('absent.ts')) put(to, '', 'a')
  put(from, `import '#${to}'\n`, 'a')
}

describe('the borders of the house', () => {
  let found: Borders
  beforeAll(async () => {
    writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', imports: { '#*': './*' } }))
    for (const [from, to] of sound) plant(from, to)
    for (const [rule, from, to] of planted) if (rule !== 'no-module-cycles') plant(from, to)
    found = await cruiseBorders(root)
  })

  test.each(planted)('%s: %s may not import %s', (rule, from) => {
    expect(found.violations.filter((one) => one.startsWith(`${rule}: `) && one.includes(from))).not.toEqual([])
  })

  test('imports that the rules allow are not reported', () => {
    const innocent = ['journey/outpatient/arrival/d.ts', 'journey/outpatient/arrival/web/board/b.ts', 'engines/queue/c.test.ts', 'journey/outpatient/arrival/f.test.ts']
    expect(found.violations.filter((one) => innocent.some((file) => one.includes(`${file} →`)))).toEqual([])
  })

  test('files are counted, so that silence can be told from blindness', () => {
    expect(found.modules).toBeGreaterThan(40)
  })

  test('every rule is planted here', () => {
    expect(borderRules.map((rule) => rule.name).filter((name) => !planted.some(([rule]) => rule === name))).toEqual([])
  })
})
