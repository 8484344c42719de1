import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { csvRecords, normalise, spellingColumn } from '#platform/text/index.ts'

const FOLDER = new URL('../lists/', import.meta.url)

interface Word {
  readonly word: string
  readonly kind: string
  readonly nameEn: string
  readonly pinyin: string
  readonly also: string[]
  readonly subjects: string[]
  readonly urgent: boolean
}

/**
 * Installs the national list of diagnosis subjects and the everyday words that point to them.
 *
 * Running it again changes only what the files changed: an unchanged list leaves no trace, so no process reads again for nothing.
 */
export async function installLists(tx: Tx): Promise<void> {
  const subjects = csvRecords(await readFile(new URL('diagnosis-subjects.csv', FOLDER), 'utf8')).map((row) => ({ ...row, also: list(row['also']) }))
  const words = await readEverydayWords()
  await sql`
    insert into directory.diagnosis_subject (code, name, name_en, parent_code, usual_name, also)
    select code, name, name_en, nullif(parent, ''), usual_name, also
    from json_to_recordset(${JSON.stringify(subjects)}::json) as s(code text, name text, name_en text, parent text, usual_name text, also text[])
    on conflict (code) do update set name = excluded.name, name_en = excluded.name_en,
      parent_code = excluded.parent_code, usual_name = excluded.usual_name, also = excluded.also
    where (diagnosis_subject.name, diagnosis_subject.name_en, diagnosis_subject.parent_code, diagnosis_subject.usual_name, diagnosis_subject.also)
      is distinct from (excluded.name, excluded.name_en, excluded.parent_code, excluded.usual_name, excluded.also)`.execute(tx)
  await sql`
    insert into directory.everyday_word (word, kind, name_en, pinyin, also, subject_codes, urgent)
    select word, kind, "nameEn", pinyin, also, subjects, urgent from json_to_recordset(${JSON.stringify(words)}::json)
      as w(word text, kind text, "nameEn" text, pinyin text, also text[], subjects text[], urgent boolean)
    on conflict (word) do update set kind = excluded.kind, name_en = excluded.name_en, pinyin = excluded.pinyin,
      also = excluded.also, subject_codes = excluded.subject_codes, urgent = excluded.urgent
    where (everyday_word.kind, everyday_word.name_en, everyday_word.also, everyday_word.subject_codes, everyday_word.urgent)
      is distinct from (excluded.kind, excluded.name_en, excluded.also, excluded.subject_codes, excluded.urgent)`.execute(tx)
}

export async function readEverydayWords(): Promise<Word[]> {
  const rows = csvRecords(await readFile(new URL('everyday-words.csv', FOLDER), 'utf8'))
  return rows.map((row) => ({
    word: normalise(row['word']!),
    kind: row['kind']!,
    nameEn: row['name_en']!,
    pinyin: spellingColumn(row['word']!),
    also: list(row['also']).map(normalise),
    subjects: list(row['subjects']),
    urgent: row['urgent'] === 'yes',
  }))
}

function list(text: string | undefined): string[] {
  return (text ?? '').split(';').map((each) => each.trim()).filter(Boolean)
}
