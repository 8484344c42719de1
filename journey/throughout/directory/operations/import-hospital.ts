import { sql } from 'kysely'
import { addMissingPools, putTemplates } from '#engines/capacity/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { ImportFault, ImportReport } from '../contract.ts'
import { hospitalImported } from '../events.ts'
import { checkHospital } from '../import/check-hospital.ts'
import { defaultPools } from '../import/default-pools.ts'
import { type ReadWorkbook, readWorkbook } from '../import/read-workbook.ts'
import { sheets } from '../import/sheets.ts'
import { templatesOf } from '../import/templates-of.ts'
import { installLists } from './install-lists.ts'
import { putCampuses, putInstitution } from './put-institution.ts'
import { putDepartments, putPractitioners, putServices } from './put-departments.ts'
import { putPrices } from './put-prices.ts'

export interface HospitalFile {
  readonly file: Uint8Array
  /** 'check': only say what is wrong. */
  readonly mode: 'check' | 'write'
}

/**
 * Brings a real hospital into the region from the workbook of the template: campuses, departments, doctors, clinics, weekly
 * patterns, prices.
 *
 * All or nothing: with any fault, and every fault is listed with its sheet, row and column, nothing is written. The same
 * hospital again is an update: rows are found by the hospital's own codes, what is no longer in the file goes out of service
 * and keeps its number, so that old appointments still know their doctor. Two imports of one hospital run one after the other.
 */
export async function importHospital(tx: Tx, context: Context, { file, mode }: HospitalFile): Promise<ImportReport> {
  const read = await readWorkbook(file)
  await installLists(tx)
  const { rows: subjects } = await sql<{ code: string }>`select code from directory.diagnosis_subject`.execute(tx)
  const faults = [...checkHospital(read, { subjects: new Set(subjects.map((each) => each.code)) }), ...(await notYours(tx, context, read))]
  const report = reportOf(read, faults)
  if (faults.length > 0 || mode === 'check') return report
  return write(tx, context, read, report)
}

async function write(tx: Tx, context: Context, { rows }: ReadWorkbook, report: ImportReport): Promise<ImportReport> {
  await sql`select pg_advisory_xact_lock(hashtext('directory.import'))`.execute(tx)
  const institutionId = await putInstitution(tx, rows.hospital[0]!)
  await putCampuses(tx, institutionId, rows.campuses)
  const departments = await putDepartments(tx, institutionId, rows.departments)
  const practitioners = await putPractitioners(tx, institutionId, rows.practitioners)
  const services = await putServices(tx, institutionId, rows.services)
  const today = localDay(context.now)
  const prices = await putPrices(tx, institutionId, rows.prices, today)
  await addMissingPools(tx, institutionId, defaultPools)
  const templates = await putTemplates(tx, institutionId, await templatesOf(tx, institutionId, rows.templates), today)
  const retired = departments + practitioners + services + prices + templates.ended
  await audit(tx, context, { action: 'directory.import-hospital', institutionId, subject: `institution/${institutionId}`, detail: { ...report.counts, retired } })
  await announce(tx, context, hospitalImported(institutionId))
  return { ...report, institutionId, written: true, retired }
}

/** Staff change their own hospital; a hospital new to the region is brought in by whoever runs it. */
async function notYours(tx: Tx, context: Context, { rows }: ReadWorkbook): Promise<ImportFault[]> {
  const first = rows.hospital[0]
  if (context.actor.kind === 'system' || !first?.['code']) return []
  const { rows: found } = await sql<{ id: number }>`select institution_id as id from directory.institution where code = ${first['code']}`.execute(tx)
  if (found[0]?.id === context.institutionId) return []
  return [{ sheet: sheets.hospital.name, row: first.row, column: sheets.hospital.columns.code.header, value: String(first['code']), code: 'not-your-hospital' }]
}

function reportOf({ rows }: ReadWorkbook, faults: readonly ImportFault[]): ImportReport {
  return {
    institutionName: String(rows.hospital[0]?.['name'] ?? ''),
    institutionId: null,
    written: false,
    counts: {
      campuses: rows.campuses.length, departments: rows.departments.length, practitioners: rows.practitioners.length,
      services: rows.services.length, templates: rows.templates.length, prices: rows.prices.length,
    },
    retired: 0,
    faults: [...faults],
  }
}
