import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'
import { bareEnvironment } from '#platform/config/index.ts'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const noBrowser = 'No Chromium or Chrome was found, and none could be installed. Install one (on Debian: apt-get install chromium fonts-noto-cjk) and run npm test again.'

export function findBrowser(): string | undefined {
  return [...installed, chromium.executablePath()].find((path) => existsSync(path))
}

/** Opens the browser that page tests and measurements use. Closing it is the caller's task. */
export async function launchBrowser({ args = [] }: { readonly args?: readonly string[] } = {}): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error(noBrowser)
  // Inside a container the browser's own sandbox cannot be made, and root may not use it.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', ...args] })
}

/** Makes sure that a browser is there: an installed one, else the system's package, else the test tool's download. */
export function provideBrowser(say: (line: string) => void): void {
  if (findBrowser()) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    say('Installing Chromium and a Chinese font from the system’s packages …')
    const apt: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...bareEnvironment(), DEBIAN_FRONTEND: 'noninteractive' } }
    const install = () => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], apt).status === 0
    if (install() || (spawnSync('apt-get', ['update'], apt).status === 0 && install())) return
  }
  if (findBrowser()) return
  say('Downloading Chromium …')
  spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (!findBrowser()) say(noBrowser)
}
