import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Layout, LayoutContent } from './contract.ts'

interface Row extends Omit<LayoutContent, 'messageFrom' | 'messageUntil'> {
  readonly institutionId: number
  readonly id: string
  readonly version: number
  readonly undoes: number | null
  readonly publishedBy: string
  readonly publishedAt: Date
  readonly messageFrom: Date | null
  readonly messageUntil: Date | null
}

export interface StoredLayout extends Layout {
  readonly undoes: number | null
}

const columns = sql`
  v.institution_id as "institutionId", v.layout_id as id, v.version, v.undoes, v.name, v.name_en as "nameEn", v.zones, v.rooms, v.columns,
  v.type_size as "typeSize", v.voice, v.voice_rate as "voiceRate", v.voice_repeats as "voiceRepeats", v.voice_english as "voiceEnglish",
  v.languages, v.message, v.message_en as "messageEn", v.message_from as "messageFrom", v.message_until as "messageUntil", v.theme,
  v.published_by as "publishedBy", v.published_at as "publishedAt"`

export const boardPath = (institutionId: number, id: string) => `/board/${institutionId}/${id}`

function layoutOf(row: Row): StoredLayout {
  return {
    ...row, boardPath: boardPath(row.institutionId, row.id), publishedAt: row.publishedAt.toISOString(),
    messageFrom: row.messageFrom?.toISOString() ?? null, messageUntil: row.messageUntil?.toISOString() ?? null,
  }
}

/** What each layout shows now; of one institution, or one layout of it. */
export async function layoutsNow(tx: Tx, institutionId: number, id: string | null): Promise<StoredLayout[]> {
  const { rows } = await sql<Row>`
    select ${columns} from boards.layout l
    join boards.layout_version v on v.institution_id = l.institution_id and v.layout_id = l.id and v.version = l.version
    where l.institution_id = ${institutionId} and (${id}::text is null or l.id = ${id}) order by v.name, l.id`.execute(tx)
  return rows.map(layoutOf)
}

export async function versionsOf(tx: Tx, institutionId: number, id: string, limit: number): Promise<StoredLayout[]> {
  const { rows } = await sql<Row>`
    select ${columns} from boards.layout_version v
    where v.institution_id = ${institutionId} and v.layout_id = ${id} order by v.version desc limit ${limit}`.execute(tx)
  return rows.map(layoutOf)
}

export async function versionAt(tx: Tx, institutionId: number, id: string, version: number): Promise<StoredLayout | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from boards.layout_version v
    where v.institution_id = ${institutionId} and v.layout_id = ${id} and v.version = ${version}`.execute(tx)
  return rows[0] && layoutOf(rows[0])
}

/** A zone's board as nobody has changed it: all its rooms, spoken in Chinese, dark. */
export function zoneLayout(institutionId: number, zone: { readonly id: string; readonly name: string; readonly nameEn: string }): StoredLayout {
  return {
    institutionId, id: zone.id, version: 0, undoes: null, name: zone.name, nameEn: zone.nameEn, zones: [zone.id], rooms: [], columns: 0, typeSize: 'normal',
    voice: true, voiceRate: 90, voiceRepeats: 2, voiceEnglish: false, languages: ['zh-CN'], message: '', messageEn: '', messageFrom: null, messageUntil: null,
    theme: 'night', publishedBy: '', publishedAt: null, boardPath: boardPath(institutionId, zone.id),
  }
}
