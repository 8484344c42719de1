import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { book, checkIn } from '../moments.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()

/** A hall has a loudspeaker; here the words are written down, each as long as a short sentence. */
const LOUDSPEAKER = `Object.defineProperty(window, 'said', { value: [] });
  Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => [{ lang: 'zh-CN' }], speak: (one) => { window.said.push(one.text); setTimeout(() => one.onend(), 50) }, cancel() {} } })`

async function isInOrder(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('.bones').count(), { timeout: 20_000 }).toBe(0)
  await picture(page, `boards-${name}`)
  expect(await faultsOf(page)).toEqual([])
}

describe('what hangs in the hall (O4)', () => {
  test('a layout is changed at the desk and the open board changes; a call from the phone appears and is spoken; without a network the board says how old it is', async () => {
    const patient = await walk.phone()
    await signIn(patient, phoneOf(95))
    const label = await checkIn(patient, await book(patient, '周明远'))

    const doctor = await walk.phone()
    await signInStaff(doctor, 'doctor2')
    await visit(doctor, '/staff/caller')
    const usual = doctor.getByRole('button', { name: '去常用的诊室' })
    const next = doctor.getByRole('button', { name: '叫下一位' })
    // Somebody another journey left in the room goes first.
    const seen = doctor.getByRole('button', { name: '看完了' })
    await usual.or(next).or(seen).first().waitFor()
    for (const first of [usual, seen]) if (await first.isVisible()) await first.click()
    await next.waitFor()
    await isInOrder(doctor, 'caller')
    const { room } = (await (await doctor.request.get('/api/arrival/queues/my-room')).json()) as { room: { institutionId: number; zoneId: string } }

    const board = await walk.screen({ width: 1920, height: 1080 })
    await board.addInitScript(LOUDSPEAKER)
    await visit(board, `/board/${room.institutionId}/${room.zoneId}`)
    await board.getByText(label).first().waitFor()
    await isInOrder(board, 'waiting')

    const desk = await walk.screen()
    await signInStaff(desk, 'nurse')
    await visit(desk, '/staff/boards')
    const { layouts } = (await (await desk.request.get('/api/boards/layouts')).json()) as { layouts: { id: string; name: string }[] }
    await desk.getByRole('button', { name: layouts.find(({ id }) => id === room.zoneId)!.name }).first().click()
    await desk.getByLabel('通知内容', { exact: true }).fill('今天 3 号电梯停用')
    await isInOrder(desk, 'editor')
    const published = performance.now()
    await desk.getByRole('button', { name: '发布', exact: true }).click()
    await board.getByText('今天 3 号电梯停用').waitFor()
    expect(performance.now() - published).toBeLessThan(5_000)

    await doctor.context().setOffline(true)
    await next.click()
    await doctor.getByText('网络不好，正在再试').waitFor()
    await picture(doctor, 'boards-caller-trying')
    await doctor.context().setOffline(false)
    await doctor.getByRole('button', { name: '进来了，开始' }).waitFor()
    await board.locator('.room--calling .room__no', { hasText: label }).waitFor()
    await expect.poll(() => board.evaluate<string[]>('window.said'), { timeout: 15_000 }).toEqual([expect.stringContaining([...label].join(' ')), expect.stringContaining([...label].join(' '))])
    await isInOrder(board, 'calling')

    await board.context().setOffline(true)
    await board.getByText(/网断了，这是 .+前的信息/).waitFor()
    expect(await board.getByText(label).count()).toBeGreaterThan(0)
    await isInOrder(board, 'cut-off')
    await board.context().setOffline(false)
    await board.getByText(/网断了/).waitFor({ state: 'detached' })
  })
})
