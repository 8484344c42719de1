import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '#platform/testing/browser.ts'
import { axeFindings } from './axe-for-tests.ts'
import { buildPages } from './build.ts'
import { servePagesForTests } from './pages-for-tests.ts'
import type { PagesForTests } from './pages-for-tests.ts'

const own = '00000000-0000-7000-8000-000000000001'
const mother = '00000000-0000-7000-8000-000000000002'
const visitId = '00000000-0000-7000-8000-000000000008'
/** Mid-morning for the pages too, whenever this runs: a visit of today must not become one of yesterday half way. */
const today = '2026-11-23'
const NOW = Date.parse(`${today}T10:00:00+08:00`)
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()

const person = { personId: own, name: '苏文静', nameMasked: '苏*静', sex: 'female', birthDate: '1984-02-02', age: 42, phoneMasked: '138****0001', insuranceKind: 'employee', allergies: [], verified: true }
const session = { stage: 'full', kind: 'patient', demo: true, language: null, textSize: 0, phoneMasked: '138****0001', person, staff: null, workplaces: [] }
const everything = ['book', 'pay', 'follow']
const member = { sex: 'female', age: 42, nameMasked: '', scope: everything, since: null, expiresAt: null }
const family = { members: [{ ...member, personId: own, name: '苏文静', kind: 'self' }, { ...member, personId: mother, name: '周桂兰', kind: 'child' }], proxies: [], asked: [], toAnswer: [] }
const place = {
  institutionId: 1, institutionName: '临溪市中心医院', institutionNameEn: 'Linxi Central Hospital', distanceKm: 2.1, address: '', phone: '', departmentId: 3, departmentName: '心血管内科', departmentNameEn: 'Cardiology',
  building: '门诊楼', floor: '3 层', zone: 'B 区', serviceId: 1, serviceName: '专家', serviceNameEn: 'Expert', serviceKind: 'expert', practitioner: { id: 1, name: '沈若云', nameEn: 'Shen Ruoyun', title: 'chief', speciality: '' }, feeCents: 5000, insuranceShareBp: 0,
}
const appointment = {
  institutionId: 1, id: visitId, personId: own, sessionId: 1, periodId: 1, pool: 'public', serviceId: 1, departmentId: 3, practitionerId: 1, day: today, startsAt: at(5), endsAt: at(15), room: '5 诊室', feeCode: '', feeCents: 5000, insuranceShareBp: 0,
  status: 'booked', expiresAt: null, cancelBy: at(-600), channel: 'app', note: '', revisitOf: null, place, cancelledLate: false, movedFrom: null, endedAt: null, may: { confirm: false, cancel: true, move: true, cancelIsLate: false },
}
const bill = { institutionId: 1, institutionName: '临溪市中心医院', id: visitId, personId: own, title: '心血管内科', status: 'open', totalCents: 8440, insuranceCents: 0, selfCents: 8440, paidCents: 0, refundedCents: 0, dueCents: 8440, openedAt: at(-60) }

function visit(visitStatus: string | null, ticket?: string) {
  const line = ticket && {
    ticketId: visitId, queueId: 7, queueName: '', queueNameEn: '', zoneId: 'B', zoneName: '', label: 'A019', status: ticket, ahead: ticket === 'waiting' ? 3 : null, why: 'booked', whyDetail: {}, pointName: '5 诊室', pointNameEn: 'Room 5', calledAt: null, callCount: 0, lateUntil: null, lateReason: '', asOf: at(0), middleMinutes: ticket === 'waiting' ? 24 : null, mostlyMinutes: ticket === 'waiting' ? 28 : null, comeBackAt: null, emergency: null,
    range: ticket === 'waiting' ? { fromMinutes: 18, toMinutes: 30, fromAt: at(18), toAt: at(30), sure: true } : null,
  }
  return {
    institutionId: 1, visitId, personId: own, personName: '苏文静', institution: { name: '临溪市中心医院', nameEn: 'Linxi Central Hospital', address: '' }, department: { name: '心血管内科', nameEn: 'Cardiology' }, practitioner: { name: '沈若云', nameEn: 'Shen Ruoyun', title: 'chief' },
    service: { name: '', nameEn: '' }, startsAt: at(5), endsAt: at(15), building: '门诊楼', floor: '3 层', zone: 'B 区', room: '5 诊室', appointmentStatus: 'booked', checkIn: { state: 'open', opensAt: at(-60), closesAt: at(90), doneAt: null, withinMetres: 500 },
    visitStatus, startedAt: null, finishedAt: null, place: line ?? null, late: { onTimeUntil: at(20), thenBehind: at(30), missedBehind: at(25) }, asOf: at(0),
  }
}

const signedIn = { '/api/access/session': session, '/api/people/family': family, '/api/booking/appointments': [appointment], '/api/billing/bills': [], '/api/waitlist/offers': [], '/api/suspension/mine': [], [`/api/itinerary/days/${own}`]: { personId: own, day: today, version: 1, state: 'under-way', steps: [], endsAround: null, changes: [], asOf: at(0) } }
const nobody = { '/api/access/session': { ...session, stage: 'none', person: null } }
const day = `/api/arrival/visits/1/${visitId}`
const scenes: Record<string, { answers: Record<string, unknown>; says: string }> = {
  'nobody signed in': { answers: nobody, says: '用手机号登录' },
  'a visit today': { answers: { ...signedIn, [day]: visit(null) }, says: '我到医院了' },
  'waiting': { answers: { ...signedIn, [day]: visit('waiting', 'waiting') }, says: '位在前' },
  'being called': { answers: { ...signedIn, [day]: visit('waiting', 'called') }, says: '请进 5 诊室' },
  'a bill to pay': { answers: { ...signedIn, '/api/booking/appointments': [], '/api/billing/bills': [bill] }, says: '¥84.40' },
  'nothing ahead': { answers: { ...signedIn, '/api/booking/appointments': [] }, says: '最近没有要看的病' },
}

let browser: Browser
let pages: PagesForTests
let answers: Record<string, unknown> = {}

beforeAll(async () => {
  await buildPages()
  pages = await servePagesForTests((path) => answers[path])
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await pages.close()
})

async function home(scene: string, reader: { elder: boolean; size: number }, width: number) {
  answers = scenes[scene]!.answers
  const context = await browser.newContext({ viewport: { width, height: 844 }, locale: 'zh-CN', reducedMotion: 'reduce', serviceWorkers: 'block' })
  await context.addInitScript(`localStorage.setItem('reader', '${JSON.stringify(reader)}')`)
  const page = await context.newPage()
  await page.clock.setFixedTime(NOW)
  await page.goto(pages.url)
  await page.getByText(scenes[scene]!.says).first().waitFor()
  return { page, close: () => context.close() }
}

describe.each(Object.keys(scenes))('home, %s', (scene) => {
  test.each([[{ elder: false, size: 2 }, 320], [{ elder: false, size: 2 }, 390], [{ elder: true, size: 2 }, 390], [{ elder: true, size: 4 }, 320]])('says one thing first, reads well and fits (%j at %i px)', async (reader, width) => {
    const { page, close } = await home(scene, reader, width)
    const solids = await page.locator('.card--solid').count()
    const found = await axeFindings(page)
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    await close()
    expect({ solids, found, wide }).toEqual({ solids: 1, found: [], wide: width })
  })
})

test('help is at the same place on a page and its ways are reached by keyboard alone', async () => {
  const { page, close } = await home('waiting', { elder: false, size: 2 }, 390)
  const help = page.getByRole('button', { name: '帮助' })
  await help.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  // The desk, somebody who looks along, an ambulance: the words of the second come with the first press.
  await expect.poll(() => page.getByRole('dialog').getByRole('link').count()).toBe(3)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.locator(':focus').innerText()).toBe('帮助')
  await close()
})

test('elder mode is one press away, stays over a reload, and goes back', async () => {
  answers = scenes['nobody signed in']!.answers
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.goto(pages.url)
  await page.getByRole('button', { name: '长辈版', exact: true }).click()
  await page.reload()
  await page.getByRole('button', { name: '字大小' }).click()
  await page.getByRole('button', { name: '最大' }).click()
  expect(await page.evaluate('getComputedStyle(document.body).fontSize')).toBe('30.008px')
  await page.getByRole('button', { name: '换回普通版' }).click()
  expect(await page.evaluate('document.body.dataset.mode')).toBeUndefined()
  await context.close()
})

test('a page speaks the language the reader chose, and says so to the machine', async () => {
  answers = scenes['nobody signed in']!.answers
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.goto(`${pages.url}/me`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Me' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Me' }).waitFor()
  expect(await page.evaluate('document.documentElement.lang')).toBe('en')
  expect(await page.title()).toBe('Me · Liuxin')
  await context.close()
})

test('the first page brings at most 150 KB of script', async () => {
  answers = scenes['waiting']!.answers
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' })
  const page = await context.newPage()
  const scripts = new Map<string, number>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (!pathname.endsWith('.js')) return
    void response.body().then((body) => scripts.set(pathname, gzipSync(body, { level: 9 }).length), () => undefined)
  })
  await page.goto(pages.url, { waitUntil: 'networkidle' })
  await context.close()
  const total = [...scripts.values()].reduce((sum, size) => sum + size, 0)
  expect(scripts.size).toBeGreaterThan(2)
  expect(total / 1024, JSON.stringify([...scripts])).toBeLessThanOrEqual(150)
})
