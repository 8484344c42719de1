import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { testDatabase, useTestKeys } from '#platform/testing/index.ts'
import { MergeNotFound, MergeWithItself, PersonNotFound } from '../errors.ts'
import { actsFor, entriesOf, personSummary } from '../queries/person-summary.ts'
import { personProfile } from '../queries/person-profile.ts'
import { aPerson, type APerson, asPatient, asStaff, noon } from '../testing/a-person.ts'
import { mergePersons, undoMerge } from './merge-persons.ts'
import { registerAt } from './register-at.ts'

useTestKeys()
const { db, owner } = await testDatabase()
const region = systemContext('test', noon)
const merge = (remainsId: string, joinsId: string) =>
  inTransaction(db, region, (tx) => mergePersons(tx, region, { remainsId, joinsId, reason: 'the same human' }))
const undo = (mergeId: string) => inTransaction(db, region, (tx) => undoMerge(tx, region, mergeId))
const entries = async (personId: string) => (await inTransaction(db, region, (tx) => entriesOf(tx, personId))).toSorted()

/** Everything that hangs on persons, as it is stored, but the merges themselves; a version counts them too. */
async function everything(): Promise<string> {
  const { rows } = await sql<{ all: string }>`select json_build_array(
    (select json_agg(to_jsonb(p) - 'version' - 'changed_at' order by person_id) from people.person p),
    (select json_agg(d order by person_id, number_hash) from people.identity_document d),
    (select json_agg(h order by institution_id, person_id) from people.hospital_number h),
    (select json_agg(r order by person_id, proxy_id) from people.relation r))::text as all`.execute(owner)
  return rows[0]!.all
}

describe('merging entries of one human (O13)', () => {
  let people: APerson[]
  beforeAll(async () => {
    people = []
    for (let i = 0; i < 6; i++) people.push(await aPerson(db, { name: `林${'一二三四五六'[i]}` }))
    for (const [i, person] of people.entries()) await inTransaction(db, region, (tx) => registerAt(tx, region, (i % 3) + 1, person.personId))
  })

  test('whatever is merged and undone, in whatever order, every entry answers as its group and nothing is lost', async () => {
    const before = await everything()
    const act = fc.oneof(
      fc.record({ do: fc.constant('merge' as const), a: fc.nat(5), b: fc.nat(5) }),
      fc.record({ do: fc.constant('undo' as const), which: fc.nat(20) }),
    )
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
      const open: { mergeId: string; remains: string; joins: string }[] = []
      const links = () => open.map(({ remains, joins }) => [remains, joins] as const)
      const rootOf = (id: string): string => {
        const up = links().find(([, joins]) => joins === id)
        return up ? rootOf(up[0]) : id
      }
      for (const one of acts) {
        if (one.do === 'merge') {
          const [remains, joins] = [rootOf(people[one.a]!.personId), rootOf(people[one.b]!.personId)]
          const done = await merge(people[one.a]!.personId, people[one.b]!.personId).catch((error: unknown) => error)
          if (remains === joins) expect(done).toBeInstanceOf(MergeWithItself)
          else open.push({ ...(done as { mergeId: string }), remains, joins })
        } else if (open.length > 0) {
          const [gone] = open.splice(one.which % open.length, 1)
          await undo(gone!.mergeId)
        }
        for (const { personId } of people) {
          const group = people.map((person) => person.personId).filter((id) => rootOf(id) === rootOf(personId))
          expect(await entries(personId)).toEqual(group.toSorted())
        }
      }
      for (const { mergeId } of open.toReversed()) await undo(mergeId)
      expect(await everything()).toBe(before)
    }), { numRuns: 25 })
  }, 120_000)

  test('the one who remains shows all documents and hospital numbers; staff of either place see one person', async () => {
    const [a, b] = [await aPerson(db, { name: '周末' }), await aPerson(db, { name: '周未' })]
    await inTransaction(db, region, (tx) => registerAt(tx, region, 11, a.personId))
    await inTransaction(db, region, (tx) => registerAt(tx, region, 12, b.personId))
    const { mergeId } = await merge(a.personId, b.personId)
    const desk = asStaff(12)
    const profile = await inTransaction(db, desk, (tx) => personProfile(tx, desk, b.personId))
    expect(profile).toMatchObject({ personId: a.personId, name: '周末' })
    expect(profile.documents).toHaveLength(2)
    const own = asPatient({ ...a.actor, mayActFor: await inTransaction(db, region, (tx) => actsFor(tx, a.personId, noon)) })
    const seenByThemselves = await inTransaction(db, own, (tx) => personProfile(tx, own, a.personId))
    expect(seenByThemselves.hospitalNumbers.map((number) => number.institutionId)).toEqual([11, 12])
    await undo(mergeId)
    const after = asStaff(12)
    expect(await inTransaction(db, after, (tx) => personSummary(tx, after, b.personId))).toMatchObject({ personId: b.personId, name: '周未' })
    await expect(inTransaction(db, after, (tx) => personSummary(tx, after, a.personId))).rejects.toBeInstanceOf(PersonNotFound)
  })

  test('of ten who merge the same two at once, in both directions, one does', async () => {
    const [a, b] = [await aPerson(db), await aPerson(db)]
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => (i % 2 ? merge(a.personId, b.personId) : merge(b.personId, a.personId))))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(MergeWithItself)
  })

  test('a merge is undone once', async () => {
    const [a, b] = [await aPerson(db), await aPerson(db)]
    const { mergeId } = await merge(a.personId, b.personId)
    await undo(mergeId)
    await expect(undo(mergeId)).rejects.toBeInstanceOf(MergeNotFound)
  })

  test('staff cannot merge somebody their institution has no reason to see', async () => {
    const [a, b] = [await aPerson(db), await aPerson(db)]
    await inTransaction(db, region, (tx) => registerAt(tx, region, 21, a.personId))
    const desk = asStaff(21)
    const reach = inTransaction(db, desk, (tx) => mergePersons(tx, desk, { remainsId: a.personId, joinsId: b.personId, reason: 'a guess' }))
    await expect(reach).rejects.toBeInstanceOf(PersonNotFound)
  })
})
