import { audit } from '#platform/audit/index.ts'
import { type Context, mayActFor } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import { type Tx, newId } from '#platform/database/index.ts'
import type { DocumentKind, RealNameState } from '../contract.ts'
import { PersonNotFound, TooManyQuestions } from '../errors.ts'
import type { RealNameAnswer, RealNameQuestion } from '../real-name/ask-real-name.ts'

/** The kinds the register of names knows; cards of other kinds say nothing about a name. */
const checkable: readonly DocumentKind[] = ['resident-id', 'hmt-residence-permit', 'foreign-residence-permit', 'passport', 'hk-macao-permit', 'taiwan-permit']

const mostPerDay = 10

/**
 * What to ask the register about a person: the last open question again, or a new one. Asking is done outside the
 * transaction; the answer comes back through {@link recordRealName}.
 */
export async function realNameQuestion(tx: Tx, context: Context, personId: string): Promise<RealNameQuestion> {
  if (!mayActFor(context.actor, personId)) throw new PersonNotFound()
  const person = await tx.selectFrom('people.person').select(['name_sealed', 'phone_sealed']).where('person_id', '=', personId).executeTakeFirst()
  const document = await tx
    .selectFrom('people.identity_document')
    .select(['kind', 'number_sealed'])
    .where('person_id', '=', personId)
    .where('kind', 'in', [...checkable])
    .orderBy('added_at')
    .executeTakeFirst()
  if (!person || !document) throw new PersonNotFound()
  const since = new Date(context.now.getTime() - 86_400_000)
  const earlier = await tx
    .selectFrom('people.real_name_check')
    .select(['id', 'result', 'asked_times'])
    .where('person_id', '=', personId)
    .where('asked_at', '>', since)
    .orderBy('asked_at', 'desc')
    .execute()
  if (earlier.reduce((sum, check) => sum + check.asked_times, 0) >= mostPerDay) throw new TooManyQuestions({ retryAfterSeconds: 3600 })
  const open = earlier.find((check) => check.result === 'unknown')
  await audit(tx, context, { action: 'people.ask-real-name', personId, subject: `person/${personId}` })
  return {
    checkId: open?.id ?? newId(),
    name: unseal(person.name_sealed),
    kind: document.kind as DocumentKind,
    number: unseal(document.number_sealed),
    phone: person.phone_sealed ? unseal(person.phone_sealed) : undefined,
  }
}

/** Keeps the answer. The same question asked again updates its row; an answer once given is never made unknown again. */
export async function recordRealName(tx: Tx, context: Context, personId: string, kind: string, answer: RealNameAnswer): Promise<RealNameState> {
  const answeredAt = answer.result === 'unknown' ? null : context.now
  await tx
    .insertInto('people.real_name_check')
    .values({ person_id: personId, id: answer.checkId, document_kind: kind, asked_at: context.now, answered_at: answeredAt, result: answer.result, reference: answer.reference })
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'id'])
        .doUpdateSet((eb) => ({ result: answer.result, answered_at: answeredAt, asked_times: eb('people.real_name_check.asked_times', '+', 1) }))
        .where('people.real_name_check.result', '=', 'unknown'),
    )
    .execute()
  if (answer.result === 'same') await tx.updateTable('people.person').set({ verified_at: context.now }).where('person_id', '=', personId).execute()
  await audit(tx, context, { action: 'people.record-real-name', personId, subject: `real-name-check/${answer.checkId}`, detail: { result: answer.result } })
  return { checkId: answer.checkId, result: answer.result, askedAt: context.now.toISOString() }
}
