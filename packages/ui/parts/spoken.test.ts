import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentencesIn } from './sentences.ts'
import { dateSaid, digitsSaid, nameSaid, numberSaid, spokenFor, wordsSaid } from './spoken.ts'

const today = '2026-03-19'
const han = '零一二三四五六七八九'
const english = 'zero one two three four five six seven eight nine'.split(' ')
const underTwenty = [...english, ...'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')]
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/** How one says a number in Chinese, written here a second time and in another way than it is read. */
function inChinese(value: number): string {
  if (value === 0) return '零'
  const part = (four: number, isFirst: boolean): string => {
    const places = [[1000, '千'], [100, '百'], [10, '十'], [1, '']] as const
    let [said, gap] = ['', !isFirst && four < 1000]
    for (const [size, name] of places) {
      const figure = Math.floor(four / size) % 10
      if (figure === 0) { gap ||= said !== '' } else { said += (gap ? '零' : '') + han[figure] + name; gap = false }
    }
    return said
  }
  const high = Math.floor(value / 10_000)
  const said = (high > 0 ? `${part(high, true)}万` : '') + (value % 10_000 > 0 ? part(value % 10_000, high === 0) : '')
  return said.replace(/^一十/, '十')
}
function inEnglish(value: number): string {
  if (value < 20) return underTwenty[value] ?? ''
  if (value < 100) return `${tens[Math.floor(value / 10) - 2]}${value % 10 > 0 ? `-${english[value % 10]}` : ''}`
  if (value < 1000) return `${english[Math.floor(value / 100)]} hundred${value % 100 > 0 ? ` and ${inEnglish(value % 100)}` : ''}`
  return `${inEnglish(Math.floor(value / 1000))} thousand${value % 1000 > 0 ? ` ${inEnglish(value % 1000)}` : ''}`
}

describe('what was said becomes what the field takes (O10)', () => {
  test('a phone number, figure by figure, in either language, however it is cut', () => {
    fc.assert(fc.property(fc.stringMatching(/^\d{3,18}$/), fc.constantFrom('', ' ', '，', '-'), (digits, gap) => {
      expect(digitsSaid([...digits].map((one) => han[Number(one)]).join(gap))).toBe(digits)
      expect(digitsSaid([...digits].map((one) => english[Number(one)]).join(' '))).toBe(digits)
      expect(digitsSaid([...digits].join(gap))).toBe(digits)
    }))
    expect([digitsSaid('幺三八，零零零零'), digitsSaid('one three eight double five triple oh'), digitsSaid('１３８')]).toEqual(['1380000', '13855000', '138'])
    expect([digitsSaid('大概是一三八吧'), digitsSaid(''), digitsSaid('call me')]).toEqual([undefined, undefined, undefined])
  })

  test('a number, as it is said in Chinese or English', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), (value) => { expect(numberSaid(inChinese(value))).toBe(value) }))
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999 }), (value) => { expect(numberSaid(inEnglish(value))).toBe(value) }))
    expect([numberSaid('两百块'), numberSaid('七十三岁'), numberSaid('50 元'), numberSaid('很多'), numberSaid('十十')]).toEqual([200, 73, 50, undefined, undefined])
  })

  test('a day, as it is said in Chinese or English; a day there is not is none', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(' ')
    const months = 'January February March April May June July August September October November December'.split(' ')
    fc.assert(fc.property(day, (date) => {
      const said = date.toISOString().slice(0, 10)
      const [y, m, d] = said.split('-').map(Number) as [number, number, number]
      const ordinal = d <= 20 ? ordinals[d - 1] : d === 30 ? 'thirtieth' : `${d < 30 ? 'twenty' : 'thirty'}-${ordinals[d % 10 - 1]}`
      expect(dateSaid(`${[...String(y)].map((one) => han[Number(one)]).join('')}年${inChinese(m)}月${inChinese(d)}号`, today)).toBe(said)
      expect(dateSaid(`${y}年${m}月${d}日`, today)).toBe(said)
      expect(dateSaid(`${d} ${months[m - 1]} ${y}`, today)).toBe(said)
      expect(dateSaid(`${months[m - 1]} the ${ordinal}, ${y}`, today)).toBe(said)
    }))
    expect(dateSaid('March the fifth nineteen fifty-two', today)).toBe('1952-03-05')
    expect([dateSaid('今天', today), dateSaid('明天。', today), dateSaid('后天', today), dateSaid('三月五号', today)]).toEqual(['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-05'])
    expect([dateSaid('2026年2月30日', today), dateSaid('十三月一号', today), dateSaid('上个月', today), dateSaid('February 30th 2024', today)]).toEqual([undefined, undefined, undefined, undefined])
  })

  test('a name without what one says around it', () => {
    expect(['我叫周桂兰。', '周 桂 兰', '姓名：林小满', 'my name is ann lee', 'Su Wenjing'].map(nameSaid)).toEqual(['周桂兰', '周桂兰', '林小满', 'Ann Lee', 'Su Wenjing'])
    expect([nameSaid('138'), nameSaid('')]).toEqual([undefined, undefined])
  })

  test('words to search for, without the request around them', () => {
    expect(['帮我找一下心内科', '我想看咳嗽。', '挂林知夏的号', '胸闷', 'I’m looking for a cardiologist'.replace('’', "'"), 'find me a dentist'].map(wordsSaid)).toEqual(['心内科', '咳嗽', '林知夏', '胸闷', 'cardiologist', 'dentist'])
  })

  test('whatever comes, the answer fits the field or there is none', () => {
    fc.assert(fc.property(fc.string(), fc.constantFrom('digits', 'number', 'date', 'name', 'words') , (said, kind) => {
      const value = spokenFor(kind, said, today)
      if (value === undefined) return
      if (kind === 'digits' || kind === 'number') expect(value).toMatch(/^\d+$/)
      if (kind === 'date') expect(value).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(value).toBe(value.trim())
    }))
  })
})

test('reading goes sentence by sentence, in order, and leaves out nothing that has letters or figures', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('您好', '9:40', ' 到 ', '。', '？', '. ', '\n', 'Room 3', '—'), { maxLength: 30 }), (parts) => {
    const text = parts.join('')
    const found = sentencesIn(text)
    expect(found.map(({ from, to }) => text.slice(from, to)).join('').replaceAll(/[^\p{L}\p{N}]/gu, '')).toBe(text.replaceAll(/[^\p{L}\p{N}]/gu, ''))
    expect(found.every(({ from }, at) => at === 0 || from >= (found[at - 1]?.to ?? 0))).toBe(true)
  }))
  expect(sentencesIn('先签到。再坐着等，9.30 叫您。').length).toBe(2)
})
