import { institutionById } from '#journey/throughout/directory/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import { asInsurance } from './advance.ts'
import { type StatementLine, statementColumns } from './contract.ts'
import { asFixmedinsCode } from './protocol/envelope.ts'
import { centsOf } from './protocol/money.ts'
import { statementOf } from './simulator/statement.ts'

/**
 * The insurer's statement of a day as a file: UTF-8, fields separated by tabs, the first line names them (`statementColumns`).
 * In a demonstration the simulator writes it; a real one is downloaded from the insurer's own site and imported by hand: undefined.
 */
export async function insurerStatement(services: Services, { institutionId, day }: { institutionId: number; day: string }): Promise<string | undefined> {
  if (!services.config.demo || services.config.insurance) return undefined
  const institution = await inTransaction(services.db, asInsurance(services), (tx) => institutionById(tx, institutionId))
  return institution && statementOf(services, asFixmedinsCode(institution.code), day)
}

/** Reads such a file. The faults name the lines that could not be read; nothing is left out in silence. */
export function readStatement(text: string): { lines: StatementLine[]; faults: number[] } {
  const [head = '', ...rows] = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((row) => row !== '')
  const at = new Map(head.split('\t').map((name, i) => [name.trim(), i]))
  const faults: number[] = statementColumns.every((name) => at.has(name)) ? [] : [1]
  const lines = rows.flatMap((row, i) => {
    const fields = row.split('\t')
    const field = (name: (typeof statementColumns)[number]) => (fields[at.get(name) ?? -1] ?? '').trim()
    const [totalCents, fundCents, accountCents] = [centsOf(field('medfee_sumamt')), centsOf(field('fund_pay_sumamt')), centsOf(field('acct_pay'))]
    const time = new Date(`${field('setl_time').replace(' ', 'T')}+08:00`)
    if (totalCents === undefined || fundCents === undefined || accountCents === undefined || field('setl_id') === '' || Number.isNaN(time.getTime())) {
      faults.push(i + 2)
      return []
    }
    return [{ setlId: field('setl_id'), mdtrtId: field('mdtrt_id'), msgid: field('msgid'), at: time.toISOString(), reversal: field('refd_setl_flag') === '1', totalCents, fundCents, accountCents }]
  })
  return { lines, faults }
}
