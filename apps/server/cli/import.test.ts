import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '#platform/testing/index.ts'

describe('npm run import', async () => {
  const { url } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'liuxin-import-'))

  const run = (...args: string[]): Promise<{ code: number; out: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [new URL('./import.ts', import.meta.url).pathname, ...args], { env: { PATH: '', DATABASE_URL: url, DEMO: 'on', DATA_DIR: folder } })
      let out = ''
      child.stdout.on('data', (text: Buffer) => (out += text.toString()))
      child.stderr.on('data', (text: Buffer) => (out += text.toString()))
      child.on('close', (code) => resolve({ code: code ?? -1, out }))
    })

  it('says how it is used', async () => {
    expect(await run()).toMatchObject({ code: 2, out: expect.stringContaining('npm run import -- hospital FILE.xlsx') })
  }, 60_000)

  it('writes a template, checks it and brings it in', async () => {
    const file = join(folder, 'hospital.xlsx')
    expect(await run('template', file)).toMatchObject({ code: 0 })
    expect(await run('hospital', file, '--check')).toMatchObject({ code: 0, out: expect.stringContaining('nothing was written') })
    expect(await run('hospital', file)).toMatchObject({ code: 0, out: expect.stringContaining('institution 1: 1 campuses, 1 departments, 1 doctors') })
  }, 120_000)

  it('tells every faulty row of a diagnosis list, and can leave them out', async () => {
    const file = join(folder, 'list.csv')
    writeFileSync(file, '编码,名称\nA00.0,霍乱\nB,怪\n')
    expect(await run('diagnoses', file)).toMatchObject({ code: 1, out: expect.stringContaining('row 3: code-shape (B)') })
    expect(await run('diagnoses', file, '--leave-out-faulty')).toMatchObject({ code: 0, out: expect.stringContaining('1 diagnoses are in the edition "list", which is now in force') })
  }, 120_000)

  it('says plainly when a file cannot be read or is no workbook', async () => {
    expect(await run('hospital', join(folder, 'none.xlsx'))).toMatchObject({ code: 2, out: expect.stringContaining('cannot be read') })
    const file = join(folder, 'broken.xlsx')
    writeFileSync(file, 'nothing')
    expect(await run('hospital', file)).toMatchObject({ code: 1, out: expect.stringContaining('not an Excel workbook') })
  }, 120_000)
})
