import { brotliCompressSync, gzipSync } from 'node:zlib'
import lighthouse from 'lighthouse'
import { launchBrowser } from '#platform/testing/browser.ts'
import { freePort, startProduct } from '../e2e/product.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'

const PAGES = [{ name: 'home', path: '/' }, { name: 'search', path: '/doctors' }]
const RUNS = 3
const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Lighthouse on the built app (its mobile settings: 4 × slower processor, 1.6 Mbit/s), and what a first visit weighs. */
export async function run({ say }: BenchContext): Promise<BenchResult> {
  const product = await startProduct()
  const port = await freePort()
  const browser = await launchBrowser({ args: [...FLAGS, `--remote-debugging-port=${port}`] })
  const ratios: Record<string, number> = {}
  const figures: Record<string, Figure> = {}
  try {
    for (const { name, path } of PAGES) {
      const scores: Record<string, number[]> = {}
      for (let i = 0; i < RUNS; i++) {
        say(`${name}, run ${i + 1} of ${RUNS}`)
        const result = await lighthouse(`${product.url}${path}`, { port, output: 'json', onlyCategories: ['performance', 'accessibility', 'best-practices'] })
        const { categories, audits } = result!.lhr
        for (const [id, category] of Object.entries(categories)) (scores[id.replace('-', '_')] ??= []).push((category.score ?? 0) * 100)
        ;(scores['largest_contentful_paint_ms'] ??= []).push(audits['largest-contentful-paint']?.numericValue ?? Number.NaN)
      }
      for (const [id, values] of Object.entries(scores)) {
        figures[`${name}_${id}`] = { value: Math.round(median(values)), unit: id.endsWith('_ms') ? 'ms' : 'of 100' }
      }
      ratios[`${name}_performance_vs_goal_90`] = figures[`${name}_performance`]!.value / 90
      ratios[`${name}_accessibility_vs_goal_100`] = figures[`${name}_accessibility`]!.value / 100
      ratios[`${name}_best_practices_vs_goal_95`] = figures[`${name}_best_practices`]!.value / 95
    }
    const weight = await scriptWeight(product.url)
    figures['home_script_gzip'] = { value: weight.gzip, unit: 'KB' }
    figures['home_script_brotli'] = { value: weight.brotli, unit: 'KB' }
    ratios['home_script_vs_budget_150_kb'] = weight.gzip / 150
  } finally {
    await browser.close()
    await product.remove()
  }
  return { ratios, invariants: {}, figures }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}

/** The scripts the first page loads before anything is pressed: those its HTML names, and their static imports. */
async function scriptWeight(url: string): Promise<{ gzip: number; brotli: number }> {
  const html = await (await fetch(`${url}/`)).text()
  const waiting = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((match) => match[1]!)
  const seen = new Set<string>()
  let [gzip, brotli] = [0, 0]
  while (waiting.length > 0) {
    const path = waiting.pop()!
    if (seen.has(path)) continue
    seen.add(path)
    const text = await (await fetch(url + path, { headers: { 'accept-encoding': 'identity' } })).text()
    gzip += gzipSync(text).length
    brotli += brotliCompressSync(text).length
    for (const [, imported] of text.matchAll(/(?:from|import)\s*"(\.\/[^"]+\.js)"/g)) waiting.push(new URL(imported!, `http://x${path}`).pathname)
  }
  return { gzip: Math.round(gzip / 1024), brotli: Math.round(brotli / 1024) }
}
