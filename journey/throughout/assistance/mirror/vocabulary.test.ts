import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanNode, cleanPatch, cleanStyle, isOwnSheet, maskDigits } from './vocabulary.ts'
import type { MirrorNode } from './vocabulary.ts'
import { placeOf } from './places.ts'

const joined = (nodes: readonly MirrorNode[]) => JSON.stringify(nodes)
const digitsOf = (words: string) => words.replaceAll(/\P{Nd}/gu, '')

describe('what must not leave the patient’s device (O10)', () => {
  test('six figures in a row are never sent, however they are spaced or written', () => {
    const separator = fc.constantFrom('', ' ', '-', '–', '·', '\u200b', '  ')
    const number = fc.tuple(fc.array(fc.tuple(fc.constantFrom(...'0123456789０１２３４５６７８９'), separator), { minLength: 6, maxLength: 20 }))
    fc.assert(fc.property(number, fc.constantFrom('电话 ', '验证码：', 'ID '), ([pieces], before) => {
      const written = before + pieces.map(([digit, gap]) => digit + gap).join('')
      // A day in figures is the one thing that looks alike and may stay.
      fc.pre(!/(19|20)\d\d[-.]\d\d[-.]\d\d/.test(written))
      expect(digitsOf(maskDigits(written))).toBe('')
    }))
  })

  test('times, amounts, days, room and queue numbers stay as they are', () => {
    for (const words of ['9:40 到 9:55', '¥1,234.00', '2026-11-22', 'A019', '前面 3 位', '门诊楼 3 层 B 区', '18–30 分钟', '余 768']) expect(maskDigits(words)).toBe(words)
  })

  test('an icon stays an icon, and its frame carries no number', () => {
    expect(cleanNode({ k: 1, p: 0, t: 'svg', a: { viewBox: '0 0 24 24' } })?.a).toEqual({ viewBox: '0 0 24 24' })
    for (const viewBox of ['138 0013 8000 1', '0 0 138001 38000']) expect(cleanNode({ k: 1, p: 0, t: 'svg', a: { viewBox } })?.a ?? {}).toEqual({})
  })

  test('a number told in pieces is hidden like one told at once', () => {
    const nodes = [{ k: 1, p: 0, t: 'p' }, ...['163', '281', '007'].flatMap((x, at) => [{ k: 10 + at, p: 1, t: 'span' }, { k: 20 + at, p: 10 + at, t: '#', x }])]
    const apart = nodes.flatMap((node) => (node.t === '#' ? [node, { k: node.k + 50, p: 1, t: '#', x: ' ' }] : [node]))
    for (const told of [nodes, apart]) expect(digitsOf(cleanPatch({ nodes: told }).nodes.map(({ x }) => x ?? '').join(''))).toBe('')
  })

  test('what is written into fields is dots, whatever the field; only searching is shown', () => {
    for (const type of ['text', 'password', 'tel', 'date', '']) expect(cleanNode({ k: 1, p: 0, t: 'input', a: { type, value: '周桂兰' } })?.a?.['value']).toBe('•••')
    expect(cleanNode({ k: 1, p: 0, t: 'textarea', a: { value: '胸口疼' } })?.a?.['value']).toBe('•••')
    expect(cleanNode({ k: 1, p: 0, t: 'input', a: { type: 'search', value: '心内科' } })?.a?.['value']).toBe('心内科')
  })

  test('a page nobody named is hidden; money is looked at; records need a yes', () => {
    expect(['/sign-in', '/code', '/family/add', '/me/person', '/me/sign-ins', '/wallet/code', '/repay/abc', '/something-new', '/assist', '//evil'].map(placeOf)).toEqual(Array.from({ length: 10 }, () => 'hidden'))
    expect(['/bills/101/x', '/wallet/top-up', '/credit'].map(placeOf)).toEqual(['look', 'look', 'look'])
    expect(placeOf('/records/101/x')).toBe('health')
    expect(['/', '/doctors/101/3', '/appointments/101/x/move'].map(placeOf)).toEqual(['open', 'open', 'open'])
  })
})

describe('what a mirrored page can never carry', () => {
  test.each(['script', 'iframe', 'img', 'object', 'embed', 'link', 'style', 'base', 'foreignObject', 'video', 'math', 'use', 'SCRIPT'])('a %s is left out with everything in it', (t) => {
    expect(cleanPatch({ nodes: [{ k: 1, p: 0, t: 'div' }, { k: 2, p: 1, t }, { k: 3, p: 2, t: '#', x: 'alert(1)' }, { k: 4, p: 2, t: 'p' }] }).nodes.map(({ k }) => k)).toEqual([1])
  })

  test('handlers, addresses and anything else outside the vocabulary fall away', () => {
    const a = { onclick: 'alert(1)', onerror: 'x', href: 'javascript:alert(1)', src: 'x', srcdoc: '<script>', formaction: 'x', 'xlink:href': 'x', id: 'main', name: 'x', class: 'btn', 'data-anything': 'x' }
    expect(cleanNode({ k: 1, p: 0, t: 'a', a })?.a).toEqual({ class: 'btn' })
  })

  test('whatever is sent, only known names come through, and twice cleaned is once cleaned', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('onload', 'href', 'src', 'style', 'class', 'value', 'd', 'aria-label'))
    const node = fc.record({ k: fc.integer({ min: 1, max: 30 }), p: fc.integer({ min: 0, max: 30 }), t: fc.oneof(fc.string(), fc.constantFrom('div', '#', 'input', 'script', 'svg', 'form')), x: fc.string(), a: fc.dictionary(name, fc.string()) })
    fc.assert(fc.property(fc.array(node, { maxLength: 20 }), (nodes) => {
      const once = cleanPatch({ nodes })
      expect(joined(once.nodes)).not.toMatch(/"(on\w+|href|src|srcdoc|id|name)":/)
      expect(cleanPatch(once)).toEqual(once)
    }))
  })

  test('a style keeps sizes and the look’s own names, and never fetches', () => {
    expect(cleanStyle('--av: 44px; width: 40%; background: url(//evil); position: fixed; --x: url(x); left: expression(1); display: block')).toBe('--av: 44px; width: 40%; display: block')
  })

  test('style sheets are our own built ones', () => {
    expect(['/assets/index-a1.css', '/staff/assets/x.css'].every(isOwnSheet)).toBe(true)
    expect(['//evil/assets/x.css', 'https://evil/x.css', '/assets/../x.css', '/assets/x.js', 'data:text/css,'].some(isOwnSheet)).toBe(false)
  })
})
