import { expect, test } from 'vitest'
import { picture, visit, walker } from './browser.ts'
import { book, callUntil, checkIn, sitDown } from './moments.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()

test('O1 O4 a patient checks in with the code on the wall, sees the place in line, and hears the call on phone and board', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(53))
  const booked = await book(page, '周明远')
  const label = await checkIn(page, booked)
  await picture(page, 'patient-waiting')
  expect(label).toMatch(/^[A-Z]{1,2}\d{3}$/)

  const desk = await walk.screen()
  await signInStaff(desk, 'doctor2')
  await sitDown(desk)
  await desk.getByText(label).first().waitFor()
  await picture(desk, 'desk-waiting')

  const zones = (await (await desk.request.get('/api/arrival/zones')).json()) as { zoneId: string; boardPath: string }[]
  const place = (await (await page.request.get(`/api/arrival/visits/${booked.institutionId}/${booked.visitId}`)).json()) as { place: { zoneId: string } }
  const zone = zones.find(({ zoneId }) => zoneId === place.place.zoneId)
  const board = await walk.screen({ width: 1920, height: 1080 })
  await visit(board, zone!.boardPath)
  await board.getByText(label).first().waitFor()
  await picture(board, 'board-waiting')

  await callUntil(desk, label)
  await picture(desk, 'desk-called')
  await page.getByText('轮到您了，请进').waitFor()
  await picture(page, 'patient-called')
  await board.locator('.room--calling').getByText(label).first().waitFor()
  await picture(board, 'board-calling')
  await desk.getByRole('button', { name: '过号' }).click()
  await page.getByText('叫过您了，您的号还在').waitFor()
})
