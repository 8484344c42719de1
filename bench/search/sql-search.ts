import type pg from 'pg'
import { type Load, percentiles } from './get-load.ts'

/** What a search straight over the tables would need to be fast. */
export async function indexForSql(pool: pg.Pool): Promise<void> {
  await pool.query(`
    create index bench_department_text on directory.department using gin ((name || ' ' || lower(name_en) || ' ' || pinyin) gin_trgm_ops);
    create index bench_department_subject on directory.department using gin (subject_codes);
    create index bench_practitioner_text on directory.practitioner using gin ((name || ' ' || lower(name_en) || ' ' || pinyin || ' ' || speciality) gin_trgm_ops);
    analyze directory.department, directory.practitioner, directory.everyday_word`)
}

/** The same question for the database: the word's subjects, their departments by distance, doctors by name and speciality, hospitals. */
const SEARCH = `
  with word as (
    select subject_codes from directory.everyday_word where word = $1 or $1 = any (also) or pinyin = $1 or split_part(pinyin, ' ', 1) = $1 limit 1
  ), subject as (
    select code from word, unnest(subject_codes) code
    union select s.code from word, directory.diagnosis_subject s where s.parent_code = any (word.subject_codes)
  ), hospital as (
    select institution_id, name, ((longitude - 119.62) * 95.9) ^ 2 + ((latitude - 30.47) * 110.6) ^ 2 as far from directory.institution where active
  ), department as (
    select d.institution_id, d.id, d.name, h.far from directory.department d join hospital h using (institution_id)
    where d.active and (d.subject_codes && array(select code from subject) or (d.name || ' ' || lower(d.name_en) || ' ' || d.pinyin) like '%' || $1 || '%')
  )
  select (select count(*)::int from department) as "departmentCount",
    (select json_agg(x) from (select * from department order by far, institution_id, id limit 20) x) as departments,
    (select json_agg(x) from (select p.institution_id, p.id, p.name, p.title, p.speciality, h.far from directory.practitioner p join hospital h using (institution_id)
       where p.active and (p.name || ' ' || lower(p.name_en) || ' ' || p.pinyin || ' ' || p.speciality) like '%' || $1 || '%' order by h.far limit 20) x) as practitioners,
    (select json_agg(x) from (select * from hospital where name like '%' || $1 || '%' order by far limit 20) x) as hospitals`

export async function sqlAnswer(pool: pg.Pool, words: string): Promise<{ departmentCount: number }> {
  const { rows } = await pool.query<{ departmentCount: number }>({ name: 'search', text: SEARCH, values: [words] })
  return rows[0]!
}

export async function sqlLoad(pool: pg.Pool, questions: readonly string[], connections: number, seconds: number): Promise<Load> {
  const until = performance.now() + seconds * 1000
  const times: number[] = []
  let turn = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const asked = performance.now()
        await sqlAnswer(pool, questions[turn++ % questions.length]!)
        times.push(performance.now() - asked)
      }
    }),
  )
  return { count: times.length, rate: times.length / ((performance.now() - began) / 1000), failed: 0, ...percentiles(times) }
}
