import type { PoolCode } from '#engines/capacity/index.ts'
import { type Edit, type RowFault, type TemplateBody, unitsAsText } from '../contract.ts'
import { columns } from './columns.ts'
import { fault, type ReadRow } from './read-sheet.ts'

export interface KnownClinic {
  readonly id: number
  readonly code: string | null
  readonly name: string
  readonly practitionerName: string | null
}

export interface KnownTemplate extends TemplateBody {
  readonly id: number
  readonly serviceId: number
}

export interface RowEdits {
  /** Each edit with the row it came from. */
  readonly edits: readonly { readonly row: number; readonly edit: Edit }[]
  readonly faults: readonly RowFault[]
  readonly unchanged: number
}

const header = (key: string): string => columns.find((column) => column.key === key)!.header
const same = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()

/**
 * What each row asks for. A row for a clinic that already works on the same weekdays and half-day changes that pattern from its first
 * day on; one that says what is already so asks for nothing; any other is a new pattern.
 */
export function rowsToEdits(rows: readonly ReadRow[], clinics: readonly KnownClinic[], templates: readonly KnownTemplate[]): RowEdits {
  const edits: { row: number; edit: Edit }[] = []
  const faults: RowFault[] = []
  const seen = new Map<string, number>()
  let unchanged = 0
  for (const { row, values } of rows) {
    const clinic = clinicOf(row, values, clinics, faults)
    if (!clinic) continue
    const body = bodyOf(values)
    const key = JSON.stringify([clinic.id, body.half, body.weekdays, body.validFrom])
    const twin = seen.get(key)
    if (twin !== undefined) {
      faults.push(fault(row, header('weekdays'), body.weekdays.join(','), 'twice', String(twin)))
      continue
    }
    seen.set(key, row)
    const known = templates.find((each) => each.serviceId === clinic.id && each.half === body.half && String(each.weekdays) === String(body.weekdays)
      && (each.validTo === null || each.validTo >= body.validFrom))
    if (!known) edits.push({ row, edit: { kind: 'template-new', serviceId: clinic.id, template: body } })
    else if (isSame(known, body)) unchanged++
    else {
      const { validFrom, ...change } = body
      edits.push({ row, edit: { kind: 'template-change', templateId: known.id, from: validFrom, change } })
    }
  }
  return { edits, faults, unchanged }
}

function clinicOf(row: number, values: ReadRow['values'], clinics: readonly KnownClinic[], faults: RowFault[]): KnownClinic | undefined {
  const [code, name, doctor] = ['clinic', 'name', 'doctor'].map((key) => (typeof values[key] === 'string' ? values[key] : ''))
  const fits = clinics.filter((each) => (code ? each.code !== null && same(each.code) === same(code) : same(each.name) === same(name!)) && (!doctor || !each.practitionerName || same(each.practitionerName) === same(doctor)))
  if (fits.length === 1) return fits[0]
  const column = code ? 'clinic' : 'name'
  faults.push(fault(row, header(column), code || name!, fits.length === 0 ? 'unknown-clinic' : 'ambiguous-clinic', doctor || null))
  return undefined
}

function bodyOf(values: ReadRow['values']): TemplateBody {
  const units = columns.flatMap((column) => (column.pool && Number(values[column.key] ?? 0) > 0 ? [[column.pool, Number(values[column.key])] as [PoolCode, number]] : []))
  return {
    weekdays: [...(values['weekdays'] as readonly number[])], half: values['half'] as TemplateBody['half'], from: values['from'] as string, to: values['to'] as string,
    periodMinutes: values['minutes'] as number, pools: Object.fromEntries(units), room: (values['room'] as string | null) ?? '',
    validFrom: values['validFrom'] as string, validTo: (values['validTo'] as string | null) ?? null,
  }
}

function isSame(known: KnownTemplate, body: TemplateBody): boolean {
  const bare = ({ from, to, periodMinutes, pools, room, validTo }: TemplateBody) => JSON.stringify([from, to, periodMinutes, unitsAsText(pools), room, validTo])
  return bare(known) === bare(body)
}
