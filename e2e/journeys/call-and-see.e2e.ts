import { expect, test } from 'vitest'
import { picture, visit, walker } from './browser.ts'
import { begin, book, callUntil, checkIn, finish, order, sitDown, writeNote } from './moments.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()

test('O5 the doctor calls, writes with the keyboard alone, orders, finishes; the patient reads it at once', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(61))
  const booked = await book(page, '林知夏')
  const label = await checkIn(page, booked)

  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await begin(desk)
  const name = (await desk.locator('.consulting-patient h2').innerText()).split(/\s/)[0]!
  await writeNote(desk, { complaint: '头晕 3 天，早上重', advice: '少放盐，每天早晚量血压。头痛得厉害马上来。' })
  const first = await order(desk, 'xuechanggui')
  await order(desk, 'alp')
  await picture(desk, 'desk-note')

  await desk.getByRole('button', { name: `撤掉：${first}` }).click()
  await desk.getByRole('button', { name: '撤销' }).click()
  await expect.poll(() => desk.locator('.consulting-orders li').count(), { timeout: 15_000 }).toBe(2)
  await desk.keyboard.press('F8')
  await desk.getByRole('button', { name: '签名并结束' }).waitFor()
  await picture(desk, 'desk-finish')
  await desk.keyboard.press('Escape')
  await finish(desk, name)
  await picture(desk, 'desk-finished')

  await visit(page, `/records/${booked.institutionId}/${booked.visitId}`)
  await page.getByText('少放盐，每天早晚量血压。头痛得厉害马上来。').waitFor()
  await picture(page, 'patient-record')
  await visit(page, '/records')
  await page.getByRole('link', { name: /高血压/ }).first().waitFor()
  await picture(page, 'patient-records')

  await desk.getByRole('button', { name: '看过的' }).click()
  await desk.getByRole('button', { name: new RegExp(name) }).first().click()
  await desk.getByRole('button', { name: '更正病历' }).waitFor()
  await picture(desk, 'desk-signed')
})

test('O5 two pages with one note: neither text is lost, and a person chooses', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(62))
  const label = await checkIn(page, await book(page, '林知夏'))
  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await begin(desk)
  const other = await desk.context().newPage()
  await visit(other, '/staff/consulting')
  await other.getByRole('textbox', { name: '计划' }).fill('四周后复诊')
  await other.getByText(/已自动保存/).waitFor()
  await desk.getByRole('textbox', { name: '计划' }).fill('两周后复诊')
  await desk.getByText('这份病历在别处也改了。').waitFor()
  await desk.getByRole('button', { name: '看别处写的' }).click()
  await desk.getByText('四周后复诊').waitFor()
  await picture(desk, 'desk-conflict')
  await desk.getByRole('button', { name: '用我写的' }).click()
  await desk.getByText(/已自动保存/).waitFor()
  await other.close()
  const name = (await desk.locator('.consulting-patient h2').innerText()).split(/\s/)[0]!
  await desk.getByRole('textbox', { name: '主诉' }).focus()
  await writeNote(desk, { complaint: '复诊', advice: '按时吃药。' })
  await finish(desk, name)
})
