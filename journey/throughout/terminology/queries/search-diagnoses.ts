import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { normalise, spell } from '#platform/text/index.ts'
import type { Diagnosis } from '../contract.ts'
import { codeForm } from '../code-form.ts'
import { wantedGrams } from '../grams.ts'

/**
 * Diagnoses of the code list in force, by name, code, pinyin, initials or English: 糖尿病, E11, tangniaobing, tnb, diabetes.
 * Several words must all fit. When the characters fit nothing, their sound is tried, so 凶闷 finds 胸闷.
 * Shorter names come first: the general diagnosis before its special forms.
 */
export async function searchDiagnoses(tx: Tx, words: string, limit = 20): Promise<Diagnosis[]> {
  const typed = normalise(words)
  if (typed === '') return []
  if (/^[a-z]\d{2}[a-z0-9.+*]*$/.test(typed)) {
    const byCode = await find(tx, sql`d.code like ${`${escaped(codeForm(typed))}%`}`, sql`length(d.code), d.code`, limit)
    if (byCode.length > 0) return byCode
  }
  if (/^[\x20-\x7e]+$/.test(typed)) return findByLetters(tx, typed, limit)
  const found = await find(tx, sql`d.grams @> ${wantedOf(typed)}::text[]`, byNearness(typed), limit)
  return found.length > 0 ? found : findByLetters(tx, spell(typed).full, limit)
}

function wantedOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,，、]+/).filter(Boolean).flatMap(wantedGrams))]
}

function findByLetters(tx: Tx, letters: string, limit: number): Promise<Diagnosis[]> {
  const all = sql.join(letters.split(' ').map((word) => sql`(d.spelling || ' ' || d.initials || ' ' || lower(d.name_en)) like ${`%${escaped(word)}%`}`), sql` and `)
  const whole = letters.replaceAll(' ', '')
  const order = sql`(d.spelling = ${whole} or d.initials = ${whole} or lower(d.name_en) = ${letters}) desc,
    (d.spelling like ${`${escaped(whole)}%`} or d.initials like ${`${escaped(whole)}%`}) desc, length(d.name), d.code`
  return find(tx, all, order, limit)
}

function byNearness(typed: string) {
  return sql`(lower(d.name) = ${typed}) desc, (lower(d.name) like ${`${escaped(typed)}%`}) desc, length(d.name), d.code`
}

async function find(tx: Tx, where: ReturnType<typeof sql>, order: ReturnType<typeof sql>, limit: number): Promise<Diagnosis[]> {
  const { rows } = await sql<Diagnosis>`
    select d.code, d.name, d.name_en as "nameEn" from terminology.diagnosis d
    where d.edition = (select id from terminology.edition where active) and ${where}
    order by ${order} limit ${limit}`.execute(tx)
  return rows
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** The diagnosis of this code in the list in force. */
export async function diagnosisByCode(tx: Tx, code: string): Promise<Diagnosis | undefined> {
  const { rows } = await sql<Diagnosis>`
    select d.code, d.name, d.name_en as "nameEn" from terminology.diagnosis d
    where d.edition = (select id from terminology.edition where active) and d.code = ${codeForm(code)}
    order by length(d.name) limit 1`.execute(tx)
  return rows[0]
}
