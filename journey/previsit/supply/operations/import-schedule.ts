import { sql } from 'kysely'
import { templatesWhere } from '#engines/capacity/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Applied, Edit, ImportCheck, PlanProblem, RowFault, RowFaultCode } from '../contract.ts'
import { CannotApply } from '../errors.ts'
import { columns } from '../import/columns.ts'
import { fault, readSheet } from '../import/read-sheet.ts'
import { type KnownClinic, rowsToEdits } from '../import/rows-to-edits.ts'
import { applyEdits, previewEdits } from './apply-edits.ts'

interface Asked {
  readonly file: Uint8Array
  readonly goodRowsOnly: boolean
}

interface Checked extends ImportCheck {
  readonly edits: Edit[]
}

/**
 * Says everything about a spreadsheet of weekly patterns: each fault with its row, column and words, and, where there is none or
 * only good rows are wanted, what bringing it in would do. Nothing is written.
 */
export async function checkImport(tx: Tx, context: Context, institutionId: number, { file, goodRowsOnly }: Asked): Promise<Checked> {
  const sheet = await readSheet(file)
  const known = await knownClinics(tx, institutionId)
  const templates = await templatesWhere(tx, institutionId, { serviceIds: known.map((each) => each.id), from: localDay(context.now) })
  const { edits, faults: mismatches, unchanged } = rowsToEdits(sheet.rows, known, templates)
  const faults: RowFault[] = [...sheet.faults, ...mismatches]
  let good = edits
  if (good.length > 0) {
    // The plan itself finds what no row can know: doctors in two places, days that are too soon.
    const first = await previewEdits(tx, context, institutionId, good.map((each) => each.edit))
    const bad = new Set(first.problems.map((problem) => problem.edit))
    faults.push(...first.problems.map((problem) => rowFault(good[problem.edit]!.row, problem)))
    good = good.filter((_, at) => !bad.has(at))
  }
  faults.sort((a, b) => a.row - b.row)
  const wanted = faults.length === 0 || goodRowsOnly ? good.map((each) => each.edit) : []
  const plan = wanted.length > 0 ? await previewEdits(tx, context, institutionId, wanted) : null
  return { rows: sheet.count, good: good.length, unchanged, faults, plan, edits: wanted }
}

/** Brings the spreadsheet in, as it was shown: all rows, or, by choice, only those without a fault. */
export async function applyImport(tx: Tx, context: Context, institutionId: number, asked: Asked & { fileName: string; seen: string; reason: string }): Promise<Applied> {
  const { edits, faults } = await checkImport(tx, context, institutionId, asked)
  if (edits.length === 0) throw new CannotApply({ faults: faults.slice(0, 50) })
  return applyEdits(tx, context, institutionId, { edits, seen: asked.seen, reason: asked.reason || asked.fileName }, asked.fileName)
}

async function knownClinics(tx: Tx, institutionId: number): Promise<KnownClinic[]> {
  const { rows } = await sql<KnownClinic>`
    select s.id, s.code, s.name, p.name as "practitionerName" from directory.service s
    left join directory.practitioner p on p.institution_id = s.institution_id and p.id = s.practitioner_id
    where s.institution_id = ${institutionId} and s.active order by s.id`.execute(tx)
  return rows
}

const columnOf: Partial<Record<PlanProblem['code'], string>> = {
  'starts-too-soon': 'validFrom', 'ends-before-starts': 'to', 'no-period-fits': 'minutes', 'unknown-pool': 'units:public', 'no-units': 'units:public', 'no-such-clinic': 'clinic',
}
const passed: readonly PlanProblem['code'][] = ['starts-too-soon', 'ends-before-starts', 'no-period-fits', 'unknown-pool', 'no-units', 'doctor-busy', 'doctor-busy-weekly', 'holder-busy']

function rowFault(row: number, problem: PlanProblem): RowFault {
  const key = columnOf[problem.code] ?? 'weekdays'
  const code = passed.includes(problem.code) ? (problem.code as RowFaultCode) : 'cannot'
  return fault(row, columns.find((column) => column.key === key)!.header, problem.day ?? '', code, problem.with)
}
