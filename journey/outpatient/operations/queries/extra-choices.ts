import { sql } from 'kysely'
import { exceptionsOf, type ScheduledSession, scheduledSessions, type TemplateFacts, templatesWhere } from '#engines/capacity/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import { type AdviceRow, type Hours, hoursOf } from '../advice-row.ts'
import type { Candidate, CannotCome, Choices, ExtraClinic } from '../contract.ts'
import { extraSessionRule } from '../rules.ts'

const HOUR = 3_600_000
/** Residents see people beside somebody; they are not asked to sit alone. */
const SITS_ALONE = ['chief', 'associate-chief', 'attending']
const USUAL = { periodMinutes: 15, pools: { public: 1 } }

/**
 * Who could come for the half-day an advice speaks of, with which clinic and in which room; and who could not, and why. Doctors of
 * the department with their own clinic or the department's, and those of departments of the same subject with the department's.
 */
export async function extraChoices(tx: Tx, context: Context, institutionId: number, advice: AdviceRow): Promise<Choices> {
  const hours = hoursOf(advice)
  const rule = await ruleAt(tx, extraSessionRule, institutionId, context.now)
  const world = await worldOf(tx, institutionId, advice, hours)
  const rooms = [...world.rooms].map((name) => ({ name, taken: world.roomsTaken.has(name) }))
  const found = world.doctors.map((doctor) => ({ doctor, why: whyNot(world, doctor, hours, rule.mostMinutes) }))
  const candidates = found.filter((one) => one.why === undefined).map(({ doctor }) => candidateOf(world, doctor, advice, rooms)).filter((one) => one.clinics.length > 0)
  return {
    from: hours.from, to: hours.to, tooLate: hours.startsAt.getTime() - context.now.getTime() < rule.noticeHours * HOUR, noticeHours: rule.noticeHours,
    candidates: candidates.toSorted((a, b) => Number(a.borrowed) - Number(b.borrowed) || Number(a.mayBeOnDuty) - Number(b.mayBeOnDuty) || Number(b.canSpare) - Number(a.canSpare) || a.minutesThatDay - b.minutesThatDay || a.practitionerId - b.practitionerId),
    cannot: found.flatMap(({ doctor, why }) => (why === undefined ? [] : [{ practitionerId: doctor.id, name: doctor.name, nameEn: doctor.nameEn, why }])), rooms,
  }
}

interface Doctor {
  readonly id: number
  readonly name: string
  readonly nameEn: string
  readonly title: Candidate['title']
  readonly room: string
  readonly departmentId: number
  readonly departmentName: string
  readonly departmentNameEn: string
}

interface Clinic {
  readonly id: number
  readonly practitionerId: number | null
  readonly departmentId: number
  readonly name: string
  readonly nameEn: string
  readonly feeCents: number | null
}

interface World {
  readonly departmentId: number
  readonly doctors: readonly Doctor[]
  /** Of the department. */
  readonly clinics: readonly Clinic[]
  readonly patterns: readonly TemplateFacts[]
  /** What each doctor does that day, whatever became of it. */
  readonly sessionsOf: ReadonlyMap<number, readonly ScheduledSession[]>
  readonly offThatDay: ReadonlySet<number>
  readonly rooms: ReadonlySet<string>
  readonly roomsTaken: ReadonlySet<string>
  /** The department's own clinic is open then, with whoever is on duty. */
  readonly generalIsOpen: boolean
}

async function worldOf(tx: Tx, institutionId: number, { departmentId }: AdviceRow, hours: Hours): Promise<World> {
  const doctors = await doctorsFor(tx, institutionId, departmentId)
  const ids = doctors.map((one) => one.id)
  const clinics = await clinicsOf(tx, institutionId, departmentId, hours.startsAt)
  const sessions = await scheduledSessions(tx, institutionId, { resourceIds: ids, serviceIds: clinics.map((one) => one.id), from: hours.day, to: hours.day })
  const patterns = await templatesWhere(tx, institutionId, { resourceIds: ids, serviceIds: clinics.map((one) => one.id), from: hours.day })
  const off = (await exceptionsOf(tx, institutionId, patterns.map((one) => one.id), hours.day)).filter((one) => one.day === hours.day && one.from === null)
  const here = sessions.filter((one) => one.status === 'open' && overlaps(one, hours) && clinics.some((clinic) => clinic.id === one.serviceId))
  const { rows: rooms } = await sql<{ name: string }>`select name from directory.room where institution_id = ${institutionId} and department_id = ${departmentId} order by id`.execute(tx)
  return {
    departmentId, doctors, clinics, patterns, sessionsOf: Map.groupBy(sessions.filter((one) => one.resourceId !== null), (one) => one.resourceId!),
    offThatDay: new Set(patterns.filter((one) => one.resourceId !== null && off.some((each) => each.templateId === one.id)).map((one) => one.resourceId!)),
    rooms: new Set([...rooms.map((one) => one.name), ...doctors.filter((one) => one.departmentId === departmentId && one.room).map((one) => one.room)]),
    roomsTaken: new Set(here.map((one) => one.room).filter(Boolean)), generalIsOpen: here.some((one) => one.resourceId === null),
  }
}

const overlaps = (session: { readonly startsAt: Date; readonly endsAt: Date }, { startsAt, endsAt }: Hours) => session.startsAt < endsAt && startsAt < session.endsAt

/** Of the department, and of those with a subject of the same branch: cardiology may help respiratory medicine, not orthopaedics. */
async function doctorsFor(tx: Tx, institutionId: number, departmentId: number): Promise<Doctor[]> {
  const { rows } = await sql<Doctor>`
    select p.id, p.name, p.name_en as "nameEn", p.title, p.room, d.id as "departmentId", d.name as "departmentName", d.name_en as "departmentNameEn"
    from directory.practitioner p join directory.department d on d.institution_id = p.institution_id and d.id = p.department_id and d.active
    where p.institution_id = ${institutionId} and p.active and p.title = any (${SITS_ALONE}) and (d.id = ${departmentId} or exists (
      select from directory.department own, unnest(own.subject_codes) o, unnest(d.subject_codes) s
      where own.institution_id = p.institution_id and own.id = ${departmentId} and split_part(o, '.', 1) = split_part(s, '.', 1)))
    order by p.id`.execute(tx)
  return rows
}

async function clinicsOf(tx: Tx, institutionId: number, departmentId: number, at: Date): Promise<Clinic[]> {
  const { rows } = await sql<Clinic>`
    select s.id, s.practitioner_id as "practitionerId", s.department_id as "departmentId", s.name, s.name_en as "nameEn", p.price_cents as "feeCents" from directory.service s
    left join lateral (select price_cents from directory.price p where p.institution_id = s.institution_id and p.code = s.fee_code
      and p.valid_from <= (${at}::timestamptz at time zone 'Asia/Shanghai')::date and (p.valid_to is null or p.valid_to >= (${at}::timestamptz at time zone 'Asia/Shanghai')::date)
      order by p.valid_from desc limit 1) p on true
    where s.institution_id = ${institutionId} and s.department_id = ${departmentId} and s.active and (s.practitioner_id is not null or s.kind in ('general', 'tcm')) order by s.id`.execute(tx)
  return rows
}

function whyNot({ sessionsOf, offThatDay }: World, { id }: Doctor, hours: Hours, mostMinutes: number): CannotCome | undefined {
  const own = sessionsOf.get(id) ?? []
  if (own.some((one) => one.status === 'open' && overlaps(one, hours))) return 'busy'
  // Off by the pattern and nowhere else that day: a session that only moved within the day leaves its doctor there.
  if (own.some((one) => one.status === 'suspended') || (offThatDay.has(id) && !own.some((one) => one.status === 'open'))) return 'away'
  return minutesOf(own) + (hours.endsAt.getTime() - hours.startsAt.getTime()) / 60_000 > mostMinutes ? 'long-day' : undefined
}

const minutesOf = (sessions: readonly ScheduledSession[]) => sessions.filter((one) => one.status === 'open').reduce((sum, one) => sum + (one.endsAt.getTime() - one.startsAt.getTime()) / 60_000, 0)

function candidateOf(world: World, doctor: Doctor, advice: AdviceRow, rooms: Choices['rooms']): Candidate {
  const borrowed = doctor.departmentId !== world.departmentId
  const own = borrowed ? [] : world.clinics.filter((one) => one.practitionerId === doctor.id)
  const general = world.clinics.filter((one) => one.practitionerId === null)
  const free = rooms.filter((one) => !one.taken).map((one) => one.name)
  return {
    practitionerId: doctor.id, name: doctor.name, nameEn: doctor.nameEn, title: doctor.title, borrowed, canSpare: doctor.departmentId === advice.movedFrom,
    department: { departmentId: doctor.departmentId, name: doctor.departmentName, nameEn: doctor.departmentNameEn },
    mayBeOnDuty: !borrowed && own.length === 0 && world.generalIsOpen, minutesThatDay: minutesOf(world.sessionsOf.get(doctor.id) ?? []),
    room: (!borrowed && free.includes(doctor.room) ? doctor.room : free[0]) ?? '', clinics: [...own, ...general].map((clinic) => clinicWith(clinic, world, hoursOf(advice))),
  }
}

/** The clinic with the units it usually has: of that half-day, else of any, else as the department's other clinics have them. */
function clinicWith({ id, name, nameEn, feeCents }: Clinic, { patterns, clinics }: World, { half }: Hours): ExtraClinic {
  const own = patterns.filter((one) => one.serviceId === id)
  const others = patterns.filter((one) => clinics.some((clinic) => clinic.id === one.serviceId && clinic.practitionerId === null))
  const { periodMinutes, pools } = own.find((one) => one.half === half) ?? own[0] ?? others[0] ?? USUAL
  return { serviceId: id, name, nameEn, feeCents, periodMinutes, pools }
}
