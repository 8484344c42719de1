// Plain JavaScript without dependencies: this runs before anything is installed, on Node 20 or later.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const stampName = 'node_modules/.liuxin-installed'

/** Installs the dependencies unless the ones that are there belong to the lock file. Throws an Error to be shown as it is. */
export async function ensureInstalled(root) {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const wanted = `${createHash('sha256').update(lockText).digest('hex')} ${process.platform} ${process.arch}`
  if (readIfPresent(join(root, stampName)) === wanted) return
  if (!installedByHand(root, JSON.parse(lockText))) await install(root)
  try {
    writeFileSync(join(root, stampName), wanted)
  } catch {
    // The folder is another user's: it is compared again next time, which takes a moment.
  }
}

/** Someone ran `npm ci` or `npm install` themselves: npm leaves a list of what it installed. */
function installedByHand(root, lock) {
  const text = readIfPresent(join(root, 'node_modules/.package-lock.json'))
  if (text === undefined) return false
  const installed = JSON.parse(text).packages
  return Object.entries(lock.packages).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true
    const found = installed[path]
    return found ? found.version === version : optional === true
  }) && nodeIsThere(root)
}

/** The runtime is an optional package (it exists for Linux only), yet an old Node cannot do without it. */
function nodeIsThere(root) {
  return isRecentNode() || existsSync(bundledNode(root))
}

export function isRecentNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

export function bundledNode(root) {
  return join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
}

async function install(root) {
  const began = Date.now()
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`
  console.log('Installing what Liuxin needs (about a minute on a good line) …')
  const progress = setInterval(() => console.log(`  still installing, ${seconds()}`), 15_000)
  const { code, said } = await runNpm(root, ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'])
  clearInterval(progress)
  if (code !== 0) throw new Error(explain(root, said))
  console.log(`Installed in ${seconds()}.`)
}

function runNpm(root, args) {
  // Under `npm start` the very npm that runs us; otherwise the one on the path.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [command, ...first] = npm
  return new Promise((resolve) => {
    let said = ''
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'pipe'] })
    child.stderr.on('data', (chunk) => (said += chunk))
    child.once('error', (error) => resolve({ code: 1, said: `${said}${error.message}` }))
    child.once('close', (code) => resolve({ code, said }))
  })
}

function explain(root, said) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/.test(said)) {
    return 'The npm registry cannot be reached, so nothing could be installed. Connect to the network (or set your registry: npm config set registry …) and run the command again.'
  }
  if (/EACCES|EPERM|EROFS/.test(said)) return `This user cannot write in ${root}, so nothing could be installed.`
  if (/ENOSPC/.test(said)) return `The disk is full: installing in ${root} needs about 1 GB.`
  return `Installing failed:\n${said.trim()}`
}

function readIfPresent(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
