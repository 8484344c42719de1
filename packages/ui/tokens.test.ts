import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Tokens = Record<string, string>

const css = readFileSync(new URL('./css/tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')

function read(selector: string): Tokens {
  const start = css.indexOf(`\n${selector} {`)
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]))
}

const root = read(':root')
const sets: Record<string, Tokens> = {
  phone: root,
  elder: { ...root, ...read('[data-mode="elder"]') },
  workbench: { ...root, ...read('[data-density="workbench"]') },
  board: { ...root, ...read('[data-surface="board"]') },
  kiosk: { ...root, ...read('[data-surface="kiosk"]') },
}

function colour(set: Tokens, name: string): string {
  const value = set[name]
  const alias = value && /^var\(--([\w-]+)\)$/.exec(value)?.[1]
  return alias ? colour(set, alias) : value!
}

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  const [r, g, b] = channels.map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(set: Tokens, ink: string, paper: string): number {
  const [light, dark] = [luminance(colour(set, ink)), luminance(colour(set, paper))].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const papers = ['c-bg', 'c-surface', 'c-sunken']
const pairs = [
  ...['c-text', 'c-text-2', 'c-text-3', 'c-link'].flatMap((ink) => papers.map((paper) => [ink, paper] as const)),
  ['c-on-solid', 'c-solid'], ['c-on-solid-2', 'c-solid'], ['c-success', 'c-success-bg'], ['c-warning', 'c-warning-bg'], ['c-danger', 'c-danger-bg'],
  ['c-info', 'c-info-bg'], ['c-neutral', 'c-neutral-bg'], ['c-now-text', 'c-now-bg'], ['c-brand-800', 'c-brand-100'],
] as const
const brightOnly = new Set(['c-link', 'c-neutral', 'c-now-text', 'c-brand-800'])

for (const [name, set] of Object.entries(sets)) {
  const least = name === 'elder' ? 7 : 4.5
  test(`in the ${name} set every text colour stands out at least ${least}:1 from what it is written on`, () => {
    // A board shows no links and no neutral tags.
    const faint = pairs.filter(([ink]) => name !== 'board' || !brightOnly.has(ink)).map(([ink, paper]) => [ink, paper, contrast(set, ink, paper)] as const).filter(([, , ratio]) => ratio < least)
    expect(faint).toEqual([])
  })

  test(`in the ${name} set the edge of a control stands out at least 3:1`, () => {
    for (const paper of ['c-bg', 'c-surface']) expect(contrast(set, 'c-edge', paper)).toBeGreaterThanOrEqual(3)
  })
}

/** The size in px of a token at a reader's step. */
function size(set: Tokens, name: string, step: number): number {
  const value = set[name]!
  const least = Number(/max\((\d+)px/.exec(value)?.[1] ?? 0)
  const base = Number(/(?:calc\()?(\d+(?:\.\d+)?)px(?:\s*\*\s*var\(--k\))?\)?\)?$/.exec(value)?.[1])
  return Math.max(least, value.includes('--k') ? base * step : base)
}

const steps = ['1', '3', '4'].map((step) => Number(read(`[data-mode="elder"][data-size="${step}"]`)['k'])).concat(1)
const texts = ['t-caption', 't-small', 't-body', 't-lead', 't-title-3', 't-title-2', 't-title-1']

test('in elder mode no text is under 18 px at any step, and the four steps make the body 20, 22, 26 and 30', () => {
  const { elder } = sets as { elder: Tokens }
  for (const step of steps) for (const text of texts) expect([text, step, size(elder, text, step)]).toEqual([text, step, expect.closeTo(Math.max(18, size(elder, text, step)), 5)])
  expect(steps.map((step) => Math.round(size(elder, 't-body', step))).toSorted((a, b) => a - b)).toEqual([20, 22, 26, 30])
})

test('controls are at least 44 px on a phone, 60 in elder mode, 96 on a kiosk', () => {
  for (const [name, least] of [['phone', 44], ['elder', 60], ['kiosk', 96], ['workbench', 28]] as const) {
    for (const hit of ['hit', 'hit-small']) expect(size(sets[name]!, hit, 1)).toBeGreaterThanOrEqual(least)
  }
})

test('on a board nothing is written under 40 px', () => {
  for (const text of texts) expect(size(sets['board']!, text, 1)).toBeGreaterThanOrEqual(40)
})
