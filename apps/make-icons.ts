/** Draws the installable app's icons from the mark. Run it when the mark changes: node apps/make-icons.ts; its outputs are committed. */
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const folder = fileURLToPath(new URL('./patient/public/', import.meta.url))
const petal = 'M16 15.2C13.2 12.9 10.9 10.2 10.9 7.2A3 3 0 0 1 16 5.2a3 3 0 0 1 5.1 2c0 3-2.3 5.7-5.1 8z'
const petals = [0, 60, 120, 180, 240, 300]
  .map((turn) => `<path d="${petal}" transform="rotate(${turn} 16 16) translate(16 16) scale(1.03) translate(-16 -18.6)"/>`)
  .join('')

// A maskable icon may lose its outer tenth to a circle, so its flower is smaller and its ground has no corners.
function icon(scale: number, corner: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="${corner}" fill="#0b5049"/>` +
    `<g fill="#ffc98f" transform="translate(16 16) scale(${scale}) translate(-16 -16)">${petals}</g></svg>`
}

await mkdir(folder, { recursive: true })
await writeFile(`${folder}icon.svg`, icon(0.8, 7))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [name, size, svg] of [['icon-192', 192, icon(0.8, 7)], ['icon-512', 512, icon(0.8, 7)], ['icon-maskable-512', 512, icon(0.66, 0)]] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<body style="margin:0">${svg}</body>`)
  await page.screenshot({ path: `${folder}${name}.png`, omitBackground: true })
  await page.close()
}
await browser.close()
