import { mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { picture, visit, walker } from '../browser.ts'
import { signInStaff } from '../people.ts'

const walk = walker()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/** Nothing serious by axe-core, and nobody has to scroll sideways. */
async function isFit(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('.bones').count(), { timeout: 20_000 }).toBe(0)
  await picture(page, `schedules-${name}`)
  await page.evaluate(axe)
  const findings = await page.evaluate<Finding[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`)
  expect(findings.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([])
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1')).toBe(false)
}

const nextWeek = () => new Date(Date.now() + 8 * 3_600_000 + 7 * 86_400_000).toISOString().slice(0, 10)

test('P2 the office looks at a week, adds an evening, sees what a change would do, does it and takes it back', async () => {
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await visit(desk, `/staff/schedules?day=${nextWeek()}`)
  await desk.locator('.supply-session').first().waitFor()
  await isFit(desk, 'week')
  const before = await desk.locator('.supply-session').count()

  await desk.getByRole('button', { name: '加一场门诊' }).click()
  await desk.getByLabel('门诊', { exact: true }).selectOption({ label: '心血管内科普通门诊' })
  await desk.getByLabel('日期').fill(nextWeek())
  await desk.getByLabel('开始').fill('21:00')
  await desk.getByLabel('结束').fill('22:00')
  await desk.getByText('新增 1 场').waitFor()
  await isFit(desk, 'add')
  await desk.getByRole('button', { name: '就这样改' }).click()
  await expect.poll(() => desk.locator('.supply-session').count(), { timeout: 20_000 }).toBe(before + 1)

  await desk.locator('.supply-session__main', { hasText: '21:00–22:00' }).click()
  await desk.getByRole('button', { name: '改时间' }).click()
  await desk.getByLabel('开始').fill('21:30')
  await desk.getByText('改时间 1 场').waitFor()
  await isFit(desk, 'move')
  await desk.getByRole('button', { name: '就这样改' }).click()
  await desk.locator('.supply-session__main', { hasText: '21:30–22:30' }).waitFor()
  await desk.getByRole('button', { name: '撤销' }).click()
  await desk.locator('.supply-session__main', { hasText: '21:00–22:00' }).waitFor()
  await desk.getByText('已恢复原样。').waitFor()
})

test('P2 a session is dragged to another day; the same by keyboard alone', async () => {
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await visit(desk, `/staff/schedules?day=${nextWeek()}`)
  const row = desk.locator('.supply-week tbody tr', { hasText: '房颤专病门诊' })
  await row.locator('.supply-session').first().waitFor()
  await row.locator('.supply-session__main').first().dragTo(row.locator('td').nth(5))
  await desk.getByRole('heading', { name: '改到别的时间' }).waitFor()
  await desk.getByText('改时间 1 场').waitFor()
  await picture(desk, 'schedules-dragged')
  await desk.keyboard.press('Escape')
  await row.locator('.supply-session__main').nth(1).focus()
  await desk.keyboard.press('Enter')
  await desk.getByRole('button', { name: '改号数和诊室' }).focus()
  await desk.keyboard.press('Enter')
  await desk.getByLabel('诊室').focus()
  await desk.keyboard.type('12')
  await desk.getByText('改动 1 场').waitFor()
  await desk.keyboard.press('Escape')
})

test('P2 a weekly pattern shows whom its change touches before it is made; a sheet tells every fault by row', async () => {
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await visit(desk, '/staff/schedules/templates')
  await desk.locator('.list .item').first().click()
  await desk.getByLabel('公众', { exact: true }).fill('6')
  await desk.getByText(/改动 \d+ 场/).waitFor()
  await isFit(desk, 'pattern')
  await desk.getByRole('button', { name: '就这样改' }).click()
  await desk.getByText('已改好。').waitFor()
  await visit(desk, '/staff/schedules/changes')
  await desk.getByRole('button', { name: '撤回' }).first().click()
  await desk.getByText('已撤回').first().waitFor()
  await isFit(desk, 'changes')

  await visit(desk, '/staff/schedules/import')
  const file = join(mkdtempSync(join(tmpdir(), 'liuxin-sheet-')), '排班.csv')
  writeFileSync(file, '门诊名称,星期,午别,开始时间,结束时间,每段分钟,公众号数,开始日期\n没有的门诊,一,上午,8:00,11:00,15,2,2027-01-04\n心血管内科普通门诊,一,凌晨,8:00,11:00,15,2,2027-01-04\n')
  await desk.locator('input[type=file]').setInputFiles(file)
  await desk.getByText('医院没有这个门诊').waitFor()
  await desk.getByText('要填上午、下午或晚上').waitFor()
  await isFit(desk, 'import')
})

test('O12 a pain clinic is opened in its department', async () => {
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await visit(desk, '/staff/schedules/clinics')
  await desk.getByRole('button', { name: '开新门诊' }).click()
  await desk.getByLabel('名称', { exact: true }).fill('疼痛门诊')
  await isFit(desk, 'clinic')
  await desk.getByRole('button', { name: '就这样改' }).click()
  await desk.getByText('已保存。').waitFor()
  await desk.getByRole('rowheader', { name: '疼痛门诊' }).waitFor()
})

for (const language of ['zh-CN', 'en'] as const) {
  test(`every page of the schedule on a narrow screen, ${language}`, async () => {
    const desk = await walk.screen({ language, width: 390, height: 844 })
    await signInStaff(desk, 'admin')
    for (const [name, path] of Object.entries({ week: `?day=${nextWeek()}`, month: '?view=month', templates: '/templates', import: '/import', clinics: '/clinics', changes: '/changes' })) {
      await visit(desk, `/staff/schedules${path}`)
      await desk.locator('h1').waitFor()
      await isFit(desk, `narrow-${language}-${name}`)
    }
  })
}
