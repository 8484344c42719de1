import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { importHospital, writeTemplate } from '#journey/throughout/directory/index.ts'
import directoryWords from '#journey/throughout/directory/locales/zh-CN.json' with { type: 'json' }
import { importPlan } from '#journey/throughout/guidance/index.ts'
import guidanceWords from '#journey/throughout/guidance/locales/en.json' with { type: 'json' }
import { importDiagnoses, readDiagnosisFile } from '#journey/throughout/terminology/index.ts'
import { processConfig } from '#platform/config/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { closeDatabase, type Db, inTransaction, openDatabase } from '#platform/database/index.ts'
import { reachEmbeddedDatabase } from '#platform/database/embedded/reach.ts'
import { migrate } from '#platform/database/migrate.ts'

const USAGE = `
npm run import -- template OUT.xlsx                 writes an empty workbook with instructions and examples
npm run import -- hospital FILE.xlsx [--check]      brings a hospital in, or updates it; --check only looks for faults
npm run import -- diagnoses FILE.csv|.xlsx [--edition ID] [--name NAME] [--beside] [--leave-out-faulty]
                                                    replaces a diagnosis list and puts it in force; --beside keeps the present one in force;
                                                    --leave-out-faulty imports the rest when rows are faulty
npm run import -- plan PATH --institution ID --campus ID [--check]
                                                    a floor plan (an IMDF folder or zip, or a plan.json; docs/floor-plans.md) as the draft of a campus

The database is DATABASE_URL, or the embedded one of a running "npm start" in DATA_DIR.`

const [what, file, ...flags] = process.argv.slice(2)
const flag = (name: string): string | undefined => (flags.includes(name) ? (flags[flags.indexOf(name) + 1] ?? '') : undefined)

if (!file || !['template', 'hospital', 'diagnoses', 'plan'].includes(what ?? '')) {
  console.error(USAGE)
  process.exit(2)
}
process.exit(await main(what!, file))

async function main(command: string, path: string): Promise<number> {
  if (command === 'template') {
    await writeFile(path, await writeTemplate())
    console.log(`Written: ${path}`)
    return 0
  }
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false)
  const bytes = isFolder && command === 'plan' ? Buffer.alloc(0) : await readFile(path).catch(() => undefined)
  if (!bytes) {
    console.error(`${path} cannot be read.`)
    return 2
  }
  const { databaseUrl, dataDir } = processConfig()
  const reached = databaseUrl === undefined ? await reachEmbeddedDatabase(dataDir, console.error) : { url: databaseUrl, close: async () => {} }
  await migrate(reached.url)
  const { db } = openDatabase(reached.url, { poolSize: 2, applicationName: 'liuxin import', role: null })
  try {
    if (command === 'plan') return await plan(db, path, isFolder)
    return command === 'hospital' ? await hospital(db, bytes) : await diagnoses(db, path, bytes)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    console.error(error.message)
    return 1
  } finally {
    await closeDatabase(db)
    await reached.close()
  }
}

async function hospital(db: Db, bytes: Uint8Array): Promise<number> {
  const context = systemContext('import', new Date())
  const mode = flags.includes('--check') ? 'check' : 'write'
  const report = await inTransaction(db, context, (tx) => importHospital(tx, context, { file: bytes, mode }))
  for (const { sheet, row, column, value, code } of report.faults) {
    console.error(`${sheet}${row > 0 ? ` 第${row}行` : ''}${column ? ` ${column}` : ''}: ${directoryWords.import.fault[code]}${value ? ` (${value})` : ''}`)
  }
  if (report.faults.length > 0) {
    console.error(`${report.faults.length} faults; nothing was written.`)
    return 1
  }
  const { campuses, departments, practitioners, services, templates, prices } = report.counts
  const verb = report.written ? `is in the region as institution ${report.institutionId}` : 'has no faults; nothing was written'
  console.log(`${report.institutionName} ${verb}: ${campuses} campuses, ${departments} departments, ${practitioners} doctors, ${services} clinics, ${templates} weekly patterns, ${prices} prices${report.retired ? `; ${report.retired} taken out of service` : ''}.`)
  return 0
}

async function diagnoses(db: Db, path: string, bytes: Uint8Array): Promise<number> {
  const now = new Date()
  const edition = flag('--edition') ?? basename(path).replace(/\.[^.]+$/, '').toLowerCase()
  const rows = await readDiagnosisFile(path, bytes)
  const context = systemContext('import', now)
  const use = flags.includes('--beside') ? 'beside' : 'in-force'
  const report = await inTransaction(db, context, (tx) => importDiagnoses(tx, { edition, editionName: flag('--name') ?? edition, rows, use, faultyRows: flags.includes('--leave-out-faulty') ? 'left-out' : 'refused' }, now))
  for (const fault of report.faults.slice(0, 200)) console.error(`row ${fault.row}: ${fault.code}${fault.value ? ` (${fault.value})` : ''}`)
  if (!report.written) {
    console.error(report.rows === 0 ? 'The file has no rows; nothing was written.' : `${report.faults.length} faults in ${report.rows} rows; nothing was written.`)
    return 1
  }
  console.log(`${report.rows} diagnoses are in the edition "${edition}"${use === 'in-force' ? ', which is now in force' : ''}.`)
  return 0
}

async function plan(db: Db, path: string, isFolder: boolean): Promise<number> {
  const [institutionId, campusId] = [Number(flag('--institution')), Number(flag('--campus'))]
  if (!Number.isInteger(institutionId) || !Number.isInteger(campusId)) {
    console.error(USAGE)
    return 2
  }
  const names = isFolder ? (await readdir(path)).filter((name) => /\.(geo)?json$/.test(name)).map((name) => join(path, name)) : [path]
  const files = await Promise.all(names.map(async (name) => ({ name: basename(name), bytes: await readFile(name) })))
  const context = systemContext('import', new Date())
  const report = await inTransaction(db, context, (tx) => importPlan(tx, context, { institutionId, campusId, files, write: !flags.includes('--check') }))
  for (const { file, feature, code, detail } of report.faults) console.error(`${file} ${feature}: ${guidanceWords.import.fault[code]}${detail ? ` (${detail})` : ''}`)
  for (const { feature, code, metres, detail } of report.repairs) console.log(`${feature}: ${guidanceWords.import.repair[code]}${metres > 0 ? `, ${metres} m` : ''}${detail ? ` (${detail})` : ''}`)
  console.log(`${report.levels} levels, ${report.units} units, ${report.openings} openings, ${report.connectors} lifts and stairs; ${report.joined} units reach each other (${report.joinedAsDrawn} as drawn); ${report.faults.length} faults.`)
  if (report.written) console.log(`It is the draft, version ${report.version}: look at it and publish it under /staff/plans/${campusId}.`)
  return report.units === 0 || (report.faults.length > 0 && !report.written && !flags.includes('--check')) ? 1 : 0
}
