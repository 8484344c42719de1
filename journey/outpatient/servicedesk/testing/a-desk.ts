import { sql } from 'kysely'
import { registerAt } from '#journey/throughout/people/index.ts'
import { aPerson, type APerson, staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext, type StaffActor } from '#platform/context/context.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import type { TestReply, TestServer } from '#platform/testing/index.ts'

export const morning = new Date('2026-03-17T09:00:00+08:00')
let institutions = 1300

/** A hospital with nothing but a name. */
async function aHospital(owner: Db): Promise<number> {
  const institutionId = ++institutions
  await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi') on conflict do nothing`.execute(owner)
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${institutionId}, ${`S${institutionId}`}, 'tertiary-hospital', '临溪市中心医院', 'Linxi Central Hospital', '中心医院', 1, '临溪路 1 号', 121.4, 31.2)`.execute(owner)
  return institutionId
}

export interface ADesk {
  readonly at: number
  readonly nurse: StaffActor
  readonly second: StaffActor
  post(path: string, body?: unknown, as?: StaffActor): Promise<TestReply>
  get(path: string, as?: StaffActor): Promise<TestReply>
  item(depositCents?: number, code?: string): Promise<string>
  person(): Promise<APerson>
}

let codes = 0

/** A service desk of a hospital of its own, its first shift begun. */
export async function aDesk(server: TestServer, db: Db, owner: Db): Promise<ADesk> {
  const at = await aHospital(owner)
  const nurse = staffAt(at, 'nurse', 'registrar')
  const post = (path: string, body: unknown = {}, as = nurse) => server.request('POST', `/api/servicedesk/${path}`, { as, body })
  await server.request('POST', '/api/servicedesk/shifts', { as: nurse })
  return {
    at, nurse, second: staffAt(at, 'registrar'), post,
    get: (path, as = nurse) => server.request('GET', `/api/servicedesk/${path}`, { as }),
    item: async (depositCents = 20_000, code = `LY-${++codes}`) => (await post('items', { kind: 'wheelchair', code, home: '门诊一楼服务台', depositCents, hours: 4 })).body.id,
    async person() {
      const person = await aPerson(db)
      const context = systemContext('test', morning)
      await inTransaction(db, context, (tx) => registerAt(tx, context, at, person.personId))
      return person
    },
  }
}
