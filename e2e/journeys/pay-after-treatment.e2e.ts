import { expect, test } from 'vitest'
import { checkPages } from './axe.ts'
import { picture, visit, walker } from './browser.ts'
import { begin, book, callUntil, checkIn, finish, order, sitDown, writeNote } from './moments.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()

test('O1 pay after treatment: agreed once, kept at check-in, on account when the doctor is done, repaid by a daughter who sees an amount and nothing else', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(98))
  await checkPages(page, 'credit', { offer: '/credit' })
  await page.getByRole('button', { name: '我同意' }).click()
  await page.getByText('现在没有要还的').waitFor()
  const booked = await book(page, '林知夏')
  const label = await checkIn(page, booked)
  await page.getByText('先看病后付费：已留出 ¥500.00，看完再付').waitFor()
  await picture(page, 'credit-kept')

  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await begin(desk)
  await writeNote(desk, { complaint: '头晕 3 天', advice: '少盐，三天后复诊。' })
  await order(desk, 'xuezhi')
  const name = await page.evaluate<string>(`fetch('/api/access/session').then((answer) => answer.json()).then(({ person }) => person.name)`)
  await finish(desk, name)

  await visit(page, `/bills/${booked.institutionId}/${booked.visitId}`)
  await page.getByText(/已记账/).waitFor()
  await checkPages(page, 'credit', { bill: `/bills/${booked.institutionId}/${booked.visitId}`, owed: '/credit' })
  const owed = await page.locator('.due .fig').innerText()
  await page.getByRole('button', { name: '生成链接' }).click()
  const address = await page.getByLabel('链接').inputValue()
  await picture(page, 'credit-link')

  const daughter = await walk.phone()
  await checkPages(daughter, 'credit-relative', { link: new URL(address).pathname })
  expect(await daughter.locator('main').innerText()).not.toMatch(/林知夏|心血管|医院/)
  await daughter.getByRole('button', { name: `还 ${owed}` }).click()
  await daughter.getByRole('button', { name: '付款 Pay' }).click()
  const back = daughter.getByRole('link', { name: /返回六心/ })
  if (await back.isVisible().catch(() => false)) await back.click()
  await daughter.getByText(`还好了，${owed}`).waitFor()
  await picture(daughter, 'credit-relative-paid')
  await page.getByText('现在没有要还的').waitFor()
  await checkPages(page, 'credit', { repaid: '/credit' })
})
