import type pg from 'pg'

export const INSTITUTIONS = 20
export const ZONES = 10
export const ROOMS = 4

export interface Room {
  readonly institutionId: number
  readonly zoneId: string
  readonly queueId: number
  readonly pointId: number
}

export const personId = (n: number): string => `00000009-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
/** 43 characters, as a session's token has. */
export const tokenOf = (n: number): string => `boards-${String(n).padStart(36, '0')}`

/** Twenty hospitals with ten waiting zones of four rooms, a line before each room, and so many people with a phone in the lines. */
export async function makeWorld(db: pg.Client, phones: number): Promise<Room[]> {
  await db.query(`insert into directory.district (id, name, name_en) values (1, '城东区', 'East')`)
  await db.query(`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    select g, 'H' || g, 'tertiary-hospital', '医院', 'Hospital', '院', 1, '路 1 号', 121.4, 31.2 from generate_series(1, ${INSTITUTIONS}) g`)
  await db.query(`insert into queue.zone (institution_id, id, name) select i, 'z' || z, z || ' 区' from generate_series(1, ${INSTITUTIONS}) i, generate_series(1, ${ZONES}) z`)
  // A queue's letters are its institution's own: two of them are enough for forty queues.
  await db.query(`insert into queue.queue (institution_id, zone_id, kind, subject, name, prefix, created_at)
    select i, 'z' || z, 'room', 'practitioner:' || (z * 100 + r), 'Q', chr(64 + z) || chr(64 + r), now()
    from generate_series(1, ${INSTITUTIONS}) i, generate_series(1, ${ZONES}) z, generate_series(1, ${ROOMS}) r`)
  const { rows } = await db.query<Room>(`insert into queue.service_point (institution_id, zone_id, name, name_en, serves, staffed_by, staffed_label, state, changed_at)
    select institution_id, zone_id, right(subject, 1) || ' 诊室', 'Room ' || right(subject, 1), array[id], id, '沈若云', 'open', now() from queue.queue
    returning institution_id as "institutionId", zone_id as "zoneId", serves[1] as "queueId", id as "pointId"`)
  const rooms = rows.toSorted((a, b) => a.institutionId - b.institutionId || a.pointId - b.pointId)
  await makePeople(db, phones)
  await makeTickets(db, phones, rooms)
  await db.query('analyze')
  return rooms
}

async function makePeople(db: pg.Client, phones: number): Promise<void> {
  await db.query(`insert into people.person (person_id, name_sealed, name_masked, name_hash, sex, birth_date, created_at)
    select ('00000009-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 'x', '周*', 'x', 'female', '1956-03-01', now() from generate_series(0, ${phones - 1}) g`)
  await db.query(`insert into access.account (id, kind, person_id, created_at) select person_id, 'patient', person_id, now() from people.person`)
  await db.query(`insert into access.session (token_hash, family_id, account_id, stage, created_at, issued_at, last_used_at, idle_seconds, expires_at)
    select sha256(convert_to('boards-' || lpad(g::text, 36, '0'), 'utf8')), gen_random_uuid(),
      ('00000009-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 'full', now(), now(), now(), 86400, now() + interval '1 day'
    from generate_series(0, ${phones - 1}) g`)
}

/** Person n waits in the line of room n modulo the rooms. */
async function makeTickets(db: pg.Client, phones: number, rooms: readonly Room[]): Promise<void> {
  await db.query(`insert into queue.ticket (institution_id, id, queue_id, day, number, label, holder_id, visit_id, display_name, class, joined_at, order_at, order_tie, why)
    select r.institution_id, gen_random_uuid(), r.queue_id, current_date, g / ${rooms.length} + 1, q.prefix || lpad((g / ${rooms.length} + 1)::text, 3, '0'),
      ('00000009-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, gen_random_uuid(), '周*', 'walk-in', now(), now(), g, 'walk-in'
    from generate_series(0, ${phones - 1}) g
    join unnest($1::integer[], $2::integer[]) with ordinality as r (institution_id, queue_id, at) on r.at = g % ${rooms.length} + 1
    join queue.queue q on q.institution_id = r.institution_id and q.id = r.queue_id`,
    [rooms.map((room) => room.institutionId), rooms.map((room) => room.queueId)])
  await db.query(`insert into queue.counter (institution_id, queue_id, day, last) select institution_id, id, current_date, ${Math.ceil(phones / rooms.length)} from queue.queue`)
}
