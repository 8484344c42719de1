import { describe, expect, test } from 'vitest'
import type { changeKinds } from '../contract.ts'
import { explain, type Worked } from './explain.ts'
import { type Facts, MINUTE, plainThing, type PlanRules, type Thing } from './facts.ts'
import { clock, solve } from './solve.ts'
import { stepsOf } from './steps.ts'

const NINE = clock('2026-03-17', '9:00')
const rules: PlanRules = { walkMinutes: 4, lunchFrom: '11:15', lunchTo: '13:30', lunchMinutes: 30, breakfastMinutes: 20, swapGainMinutes: 6, wordMinutes: 10, lateAfterMinutes: 5 }
const visit = (some: Partial<Thing> = {}) => plainThing({ id: 'visit:1', kind: 'visit', name: '看李知夏医生', nameEn: 'See Dr Li', by: '李知夏医生', byEn: 'Dr Li', place: '3F', minutes: [8, 12], called: [NINE + 10 * MINUTE, NINE + 14 * MINUTE], label: 'A018', ...some })
const blood = (some: Partial<Thing> = {}) => plainThing({ id: 'stop:blood', kind: 'stop', name: '抽血化验', nameEn: 'Blood and lab tests', by: '检验科', byEn: 'the laboratory', place: '2F', minutes: [3, 5], wait: [4, 6], ...some })
const pay = (some: Partial<Thing> = {}) => plainThing({ id: 'pay:1', kind: 'pay', name: '付款', nameEn: 'Pay', minutes: [1, 2], dueCents: 6320, ...some })

const bridge = (minute: number) => ({ text: '2 层连廊', textEn: 'The bridge on floor 2', fromAt: NINE + minute * MINUTE, untilAt: null, walks: { '3F|2F': 9 } })

const worked = (things: readonly Thing[], { now = NINE, before, ...more }: Partial<Facts> & { now?: number; before?: Worked } = {}): Worked => {
  const facts: Facts = { day: '2026-03-17', things, here: '3F', walks: {}, closures: [], rules, ...more }
  return { facts, plan: solve(facts, now, before ? { order: before.plan.order.map((one) => one.id), walkingTo: null } : null) }
}
/** What is said when a day of `before` becomes one of `after`. */
const said = (before: readonly Thing[], after: readonly Thing[], more: Partial<Facts> & { now?: number; was?: Partial<Facts> } = {}) => {
  const { was, ...then } = more
  const first = worked(before, was)
  return explain(first, worked(after, { ...then, before: first }), more.now ?? NINE).map(({ kind, sentence }) => [kind, sentence.zh, sentence.en])
}

describe('O7 each change is said in one sentence', () => {
  const late = { lateUntil: NINE + 30 * MINUTE, lateReason: '还在手术', called: [NINE + 32 * MINUTE, NINE + 40 * MINUTE] as const }
  test.each<[(typeof changeKinds)[number], () => string[][], string, string]>([
    ['doctor-late', () => said([visit(), blood()], [visit(late), blood()]), '李知夏医生预计晚 30 分钟（还在手术），先去抽血化验更快。', 'Dr Li is about 30 minutes late (还在手术). Going to Blood and lab tests first is quicker.'],
    ['doctor-late', () => said([visit()], [visit({ ...late, lateReason: '' })]), '李知夏医生预计晚 30 分钟，大约 9:30 开始。您的号留着，可以先坐坐。', 'Dr Li is about 30 minutes late, starting about 9:30. You keep your place.'],
    ['doctor-here', () => said([visit(late)], [visit()]), '李知夏医生到了，大约 9:10 轮到您。', 'Dr Li is here. Your turn is about 9:10.'],
    ['result-ready', () => said([visit(), blood({ state: 'done', doneAt: NINE - 20 * MINUTE, resultAt: NINE + 20 * MINUTE })], [visit(), blood({ state: 'done', doneAt: NINE - 20 * MINUTE, resultReady: true, resultAt: NINE })]), '抽血化验的结果出来了。', 'Your result is there: Blood and lab tests.'],
    ['station-closed', () => said([blood(), visit({ called: null, wait: [30, 40] })], [blood({ state: 'blocked' }), visit({ called: null, wait: [30, 40] })], { here: '2F', was: { here: '2F' } }), '检验科暂时停了，先去看李知夏医生，恢复了告诉您。', 'the laboratory has stopped for now. Go to See Dr Li first; we tell you when it goes on.'],
    ['station-closed', () => said([blood()], [blood({ state: 'blocked' })]), '检验科暂时停了，您的位置留着，恢复了告诉您。', 'the laboratory has stopped for now. You keep your place; we tell you when it goes on.'],
    ['station-open', () => said([blood({ state: 'blocked' })], [blood()]), '检验科恢复了，大约 9:08 轮到您。', 'the laboratory goes on. Your turn is about 9:08.'],
    ['patient-late', () => said([visit({ called: null, notBefore: NINE - 8 * MINUTE, wait: [8, 20] })], [visit({ called: null, notBefore: NINE - 8 * MINUTE, wait: [8, 20], patientLate: true })], { here: null }), '过了约定的时间。您的号还在，到了先报到，大约 9:08 轮到您。', 'Your time has passed. You still have your place: check in when you are here, about 9:08.'],
    ['patient-missed-call', () => said([visit()], [visit({ missedCall: true, called: null, wait: [8, 12] })]), '李知夏医生叫您时您不在。您的号还在，到护士台说一声，大约 9:08 轮到您。', 'Dr Li called and you were away. You still have your place: tell the nurse desk, about 9:08.'],
    ['way-closed', () => said([blood()], [blood()], { walks: { '3F|2F': 9 }, closures: [{ text: '2 层连廊', textEn: 'The bridge on floor 2' }] }), '2 层连廊暂时不通，已经换了路，多走约 5 分钟。', 'The bridge on floor 2 is closed for now. We chose another way, about 5 minutes longer.'],
    ['way-open', () => said([blood()], [blood()], { was: { closures: [{ text: '2 层连廊', textEn: 'The bridge on floor 2' }] } }), '2 层连廊通了。', 'The bridge on floor 2 is open again.'],
    ['way-closes', () => said([blood(), visit({ called: null, wait: [30, 40] })], [blood(), visit({ called: null, wait: [30, 40] })], { here: '2F', was: { here: '2F' }, closing: [bridge(5)] }), '2 层连廊 9:05 起不通。那时给您换一条路，多走约 5 分钟。', 'The bridge on floor 2 closes at 9:05. We will show you another way then, about 5 minutes longer.'],
    ['paid', () => said([pay(), blood({ after: [{ id: 'pay:1', lag: [0, 0] }] })], [pay({ state: 'done', doneAt: NINE }), blood()]), '钱付好了。', 'It is paid.'],
    ['step-added', () => said([visit({ state: 'running', called: null })], [visit({ state: 'running', called: null }), blood(), plainThing({ id: 'stop:ct', kind: 'stop', name: 'CT 室', nameEn: 'CT' })]), '今天多了：抽血化验、CT 室。已经排进去了。', 'New today: Blood and lab tests, CT. It is in your plan.'],
    ['step-gone', () => said([visit(), blood()], [visit()]), '今天不用抽血化验了。', 'Not needed today any more: Blood and lab tests.'],
    ['visit-moved', () => said([visit({ called: null, notBefore: NINE + 60 * MINUTE })], [visit({ called: null, notBefore: NINE + 90 * MINUTE })], { here: null }), '李知夏医生改到 10:30。', 'Dr Li has moved to 10:30.'],
  ])('%s', (kind, happens, zh, en) => expect(happens()).toContainEqual([kind, zh, en]))

  test('what closes after one is through, or on no way of this plan, is not spoken of; and once said it is not said again', () => {
    const things = [blood(), visit({ called: null, wait: [30, 40] })]
    const here = { here: '2F', was: { here: '2F' } }
    expect(said(things, things, { ...here, closing: [bridge(200)] })).toEqual([])
    expect(said(things, things, { ...here, closing: [{ ...bridge(5), walks: { '2F|9F': 9 } }] })).toEqual([])
    expect(said(things, things, { ...here, was: { here: '2F', closing: [bridge(5)] }, closing: [bridge(5)] })).toEqual([])
  })

  test('a result that takes longer says until when, and that a line goes slower or faster says by how much', () => {
    const drawn = (resultAt: number) => blood({ state: 'done', doneAt: NINE - 30 * MINUTE, resultAt })
    const back = visit({ id: 'return:1', called: null, after: [{ id: 'stop:blood', lag: [20, 25] }] })
    const before = worked([drawn(NINE + 10 * MINUTE), back])
    const after = explain(before, worked([drawn(NINE + 40 * MINUTE), back], { before }), NINE)
    expect(after[0]).toMatchObject({ kind: 'result-late' })
    const slow = (minutes: number) => visit({ called: [NINE + minutes * MINUTE, NINE + (minutes + 4) * MINUTE] })
    expect(said([slow(10)], [slow(35)])[0]).toEqual(['line-slower', expect.stringContaining('李知夏医生比平时慢，比刚才说的晚 25 分钟'), expect.stringContaining('25 minutes later')])
    expect(said([slow(50)], [slow(20)])[0]).toEqual(['line-faster', expect.stringContaining('早 30 分钟'), expect.stringContaining('30 minutes earlier')])
  })
  test('when the order is turned round for another reason it is said what comes first now', () => {
    expect(said([visit(), blood({ wait: [20, 30] })], [visit({ called: [NINE + 30 * MINUTE, NINE + 40 * MINUTE] }), blood({ wait: [2, 3] })])[0]).toEqual(['order-changed', expect.stringMatching(/^先去抽血化验更快/), expect.stringMatching(/^Going to Blood/)])
  })
  test('nothing is said while the day goes on as it was said', () => {
    expect(said([visit(), blood()], [visit({ called: [NINE + 12 * MINUTE, NINE + 14 * MINUTE] }), blood({ state: 'done', doneAt: NINE + 12 * MINUTE })], { now: NINE + 12 * MINUTE })).toEqual([])
    expect(said([visit()], [visit({ state: 'running', called: null, since: NINE + 11 * MINUTE })], { now: NINE + 11 * MINUTE })).toEqual([])
    expect(said([visit({ called: [NINE + 12 * MINUTE, NINE + 16 * MINUTE] })], [visit()])).toEqual([])
  })
})

describe('O7 the steps a person reads', () => {
  test('what is done, one thing now, then the ways and what is waited for', () => {
    const things = [visit({ state: 'done', doneAt: NINE - 5 * MINUTE, called: null }), blood({ needsFasting: true }), visit({ id: 'return:1', called: null, name: '带结果回去看李知夏医生', after: [{ id: 'stop:blood', lag: [40, 60] }] })]
    const { facts, plan } = worked(things)
    const steps = stepsOf(facts, plan, NINE, true)
    expect(steps.map((step) => [step.kind, step.state])).toEqual([['visit', 'done'], ['walk', 'next'], ['stop', 'now'], ['wait-result', 'next'], ['walk', 'later'], ['visit', 'later']])
    expect(steps[2]).toMatchObject({ title: '抽血化验', why: '要空腹，先别吃东西', whyEn: 'Empty stomach: eat nothing yet' })
    expect(steps.filter((step) => step.state === 'now')).toHaveLength(1)
  })

  test('whoever comes back with results long after the doctor is there again does not read of the late beginning', () => {
    const returning = (lag: number) => {
      const { facts, plan } = worked([blood(), visit({ id: 'return:1', called: null, lateUntil: NINE + 30 * MINUTE, after: [{ id: 'stop:blood', lag: [lag, lag + 2] }] })])
      return stepsOf(facts, plan, NINE, true).at(-1)!.why
    }
    expect([returning(10), returning(90)]).toEqual(['晚些开始，大约 9:30', ''])
  })
})
