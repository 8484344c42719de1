import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { prepareDataDirectory } from './data-directory.ts'
import { demandDatabase } from './own-database.ts'
import { demandFreePort } from './port.ts'

function listening(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }))
    onTestFinished(() => void server.close())
  })
}

test('a busy port is named, with the way to choose another', async () => {
  const { port } = await listening()
  await expect(demandFreePort({ port, host: '127.0.0.1' }, 0)).rejects.toThrow(`Port ${port} is already used by another program. Choose another with PORT, for example: PORT=${port + 1} npm start`)
})

test('a port that a server left alone is about to give back is waited for', async () => {
  const { server, port } = await listening()
  setTimeout(() => server.close(), 200)
  await demandFreePort({ port, host: '127.0.0.1' }, 5_000)
})

test('an address this machine does not have is named', async () => {
  await expect(demandFreePort({ port: 8080, host: '203.0.113.1' }, 0)).rejects.toThrow('This machine has no address 203.0.113.1 (HOST).')
})

test.runIf(process.getuid?.() !== 0)('a data directory that cannot be written is named', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'liuxin-closed-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  chmodSync(dataDir, 0o555)
  expect(() => prepareDataDirectory({ dataDir, databaseUrl: undefined, regionSize: 'small' })).toThrow('cannot be written by this user')
})

test('a data directory below a file is refused', () => {
  expect(() => prepareDataDirectory({ dataDir: '/etc/passwd/liuxin', databaseUrl: undefined, regionSize: 'small' })).toThrow('/etc/passwd/liuxin is not a directory')
})

test('a database of your own is checked before anything is done, and its password is not shown', async () => {
  const { port } = await listening()
  const templateUrl = new URL(inject('templateUrl'))
  await demandDatabase(templateUrl.href)
  templateUrl.pathname = '/absent'
  await expect(demandDatabase(templateUrl.href)).rejects.toThrow('/absent (DATABASE_URL) cannot be reached: the database does not exist; create it first.')
  templateUrl.password = 'hunter2'
  await expect(demandDatabase(templateUrl.href)).rejects.toThrow('the user or password is wrong')
  await expect(demandDatabase(`postgres://me:hunter2@127.0.0.1:${port + 1}/db`)).rejects.not.toThrow('hunter2')
})
