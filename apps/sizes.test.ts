import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '#platform/testing/browser.ts'
import { sizeFaults } from './sizes-for-tests.ts'
import type { Surface } from './sizes-for-tests.ts'

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 390, height: 844 } })
})
afterAll(() => browser.close())

const long = '先到护士台说一声，护士会看您的号，再告诉您坐在哪里等；轮到您的时候，屏幕上会叫，手机上也会响，不用一直盯着看。'

/** A page of nothing but what is given, in the shape of ours. */
async function faultsOf(surface: Surface, body: string, rule = ''): Promise<string[]> {
  await page.setContent(`<!doctype html><html lang="zh-CN"><style>
    body { margin: 0; font: 22px/1.6 sans-serif; color: #111; background: #fff } body[data-size="4"] { font-size: 30px } p { margin: 0 }
    a, button, input { font: inherit; min-height: 64px; min-width: 64px; display: inline-block } p a { display: inline } :focus-visible { outline: 3px solid #1d5fd0 }
  </style><body data-mode="elder" data-size="2"><main><h1>签到</h1>${body}</main></body></html>`)
  const found = await sizeFaults(page, surface)
  return found.filter((fault) => fault.startsWith(rule))
}

describe('a page that breaks an official rule is found out', () => {
  test.each<[string, Surface, string, string]>([
    ['text under 18 px in elder mode', 'elder', 'text-size', '<p style="font-size:16px">小字</p>'],
    ['main text that stays small at the largest step', 'elder', 'text-size', '<p style="font-size:24px">不变的字</p>'],
    ['lines that touch one another', 'elder', 'line-height', `<p style="line-height:1.2">${long}</p>`],
    ['paragraphs without air between', 'elder', 'paragraph-spacing', `<p>${long}</p><p>${long}</p>`],
    ['grey words on white', 'phone', 'contrast', '<p style="color:#999">看不清</p>'],
    ['a colour that is seen through another', 'phone', 'contrast', '<div style="background:#0b5049"><p style="background:#ffffffcc;color:#7aa">看不清</p></div>'],
    ['a button a thumb misses, in elder mode', 'elder', 'target-size', '<button style="min-height:48px;height:48px">约</button>'],
    ['a button a thumb misses', 'phone', 'target-size', '<button style="min-height:0;min-width:0;height:32px">约</button>'],
    ['a target under 24 px at a desk', 'desk', 'target-size', '<button style="min-height:0;min-width:0;width:20px;height:20px;padding:0">×</button>'],
    ['a link known by its colour only', 'phone', 'colour-alone', '<p>先看<a href="/x" style="text-decoration:none;color:#0b5a52">说明</a>再约</p>'],
    ['a wrong field that is only red', 'phone', 'colour-alone', '<input aria-label="电话" aria-invalid="true" style="border-color:red">'],
    ['focus that is not shown', 'phone', 'focus-unseen', '<button style="outline:0">约</button>'],
    ['focus that hides under a pinned bar', 'phone', 'focus-covered', `<div style="position:fixed;inset:0 0 40% 0;background:#fff;z-index:2;pointer-events:auto">顶栏</div><button>约</button>`],
    ['a page wider than the phone', 'phone', 'sideways', '<div style="width:600px">宽</div>'],
    ['something that opens by itself', 'phone', 'pop-up', '<dialog open>领取优惠</dialog>'],
    ['a layer over the whole page', 'phone', 'pop-up', '<div style="position:fixed;inset:0;background:#0008">广告</div>'],
    ['an English word cut in two', 'elder', 'word-broken', '<p style="width:90px;overflow-wrap:anywhere">Appointments</p>'],
    ['words that end in dots', 'elder', 'cut-off', '<p style="width:120px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">门诊楼三层东区诊室</p>'],
  ])('%s', async (_what, surface, rule, body) => {
    const found = await faultsOf(surface, body, rule)
    expect(found.length).toBeGreaterThan(0)
  })

  test('and says which element it is and what was measured', async () => {
    expect(await faultsOf('elder', '<button style="min-height:48px;height:48px">约这个时间</button>', 'target-size')).toContainEqual(expect.stringMatching(/^target-size: button "约这个时间" \(\d+×48 px, needs 60\)$/))
  })
})

test('a page that keeps them all has nothing to tell', async () => {
  const body = `<p>${long}</p><p style="margin-top:18px">先看<a href="/x" style="text-decoration:underline">说明</a>再约。${long}</p><p style="margin-top:18px"><button>约这个时间</button> <label>电话 <input></label></p>`
  expect(await faultsOf('elder', body)).toEqual([])
})
