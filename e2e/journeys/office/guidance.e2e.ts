import { expect, test } from 'vitest'
import { checkPages } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { signInStaff } from '../people.ts'

const walk = walker()
const laboratory = `/guide/101?name=${encodeURIComponent('检验科')}`

test('O6 a patient is shown the way to the laboratory; a lift that is closed changes it on the open page; without a step no stairs are used', async () => {
  const phone = await walk.phone()
  await visit(phone, `${laboratory}&way=lift`)
  await phone.getByRole('heading', { name: '检验科', exact: true }).waitFor()
  const turns = phone.locator('.guide-turns')
  await turns.getByText('前面就是检验科').or(turns.getByText('就是检验科')).first().waitFor()
  expect(await turns.innerText()).toContain('医技楼1号电梯')
  await picture(phone, 'guidance-way')

  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'nurse')
  await visit(desk, '/staff/plans')
  await desk.getByRole('button', { name: /封闭一处 · 本部/ }).click()
  await desk.getByLabel('地方').selectOption({ label: '医技楼1号电梯 · 医技楼' })
  await desk.getByLabel('原因', { exact: true }).fill('电梯检修')
  await desk.getByRole('button', { name: '现在封闭' }).click()
  await desk.getByRole('rowheader', { name: '医技楼1号电梯' }).waitFor()

  await expect.poll(() => turns.innerText(), { timeout: 15_000 }).toContain('医技楼2号电梯')
  await phone.getByText('电梯检修').first().waitFor()
  await picture(phone, 'guidance-detour')

  await phone.getByRole('button', { name: '无障碍', exact: true }).click()
  await expect.poll(() => turns.innerText(), { timeout: 15_000 }).toContain('连廊')
  expect(await turns.innerText()).not.toContain('楼梯')
  await phone.getByRole('button', { name: '开始走' }).click()
  await phone.getByText(/第 1 步，共/).waitFor()
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.getByText(/第 2 步，共/).waitFor()

  await desk.getByRole('button', { name: '重新开放' }).first().click()
  await desk.getByText('所有地方都开放。').waitFor()
})

// Choosing a place and the list of plans are walked with every page.
test('a way in large letters, the editor of a plan, an import and the signs can be read by everybody', async () => {
  await checkPages(await walk.phone({ elder: true, language: 'en' }), 'guidance-elder', { way: `${laboratory}&way=barrier-free` })
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await checkPages(desk, 'guidance-desk', { editor: '/staff/plans/2', import: '/staff/plans/import', signs: '/staff/plans/2/signs' })
})
