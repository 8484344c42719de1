import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'

export const VisitId = z.uuid()
const text = z.string().max(4000)

export const OrderKind = z.enum(['examination', 'laboratory', 'drug', 'procedure']).meta({ id: 'OrderKind' })
export type OrderKind = z.infer<typeof OrderKind>

/** How often a drug is taken, in the usual Latin short forms. */
export const Frequency = z.enum(['qd', 'qn', 'bid', 'tid', 'qid', 'qod', 'qw', 'prn', 'once'])
export type Frequency = z.infer<typeof Frequency>

/** The six parts of a note, in the order a doctor writes them. */
export const NOTE_PARTS = ['complaint', 'history', 'examination', 'assessment', 'plan', 'advice'] as const
export type NotePart = (typeof NOTE_PARTS)[number]

export const NoteText = z.object({
  complaint: text,
  history: text,
  examination: text,
  assessment: text,
  plan: text,
  advice: text,
})
export type NoteText = z.infer<typeof NoteText>

export const ChosenDiagnosis = z.object({ code: z.string().min(1).max(40), name: z.string().min(1).max(200) })
export type ChosenDiagnosis = z.infer<typeof ChosenDiagnosis>

export const Diagnosis = ChosenDiagnosis.extend({ nameEn: z.string(), edition: z.string(), main: z.boolean() }).meta({ id: 'NoteDiagnosis' })
export type Diagnosis = z.infer<typeof Diagnosis>

export const Note = NoteText.extend({
  version: z.int(),
  revision: z.int(),
  state: z.enum(['draft', 'signed']),
  reason: z.string().nullable(),
  diagnoses: z.array(Diagnosis),
  savedAt: z.iso.datetime(),
  signedAt: z.iso.datetime().nullable(),
  signedByName: z.string().nullable(),
  signedByNameEn: z.string().nullable(),
}).meta({ id: 'Note' })
export type Note = z.infer<typeof Note>

/** A save names the revision it was typed over; the first diagnosis is the main one. */
export const NoteSave = NoteText.extend({
  revision: z.int().min(0),
  diagnoses: z.array(ChosenDiagnosis).max(20),
}).meta({ id: 'NoteSave' })
export type NoteSave = z.infer<typeof NoteSave>

export const NoteSaved = z.object({ version: z.int(), revision: z.int(), savedAt: z.iso.datetime() }).meta({ id: 'NoteSaved' })
export type NoteSaved = z.infer<typeof NoteSaved>

export const Order = z.object({
  id: z.uuid(),
  kind: OrderKind,
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  quantity: z.int(),
  unitCents: z.int(),
  totalCents: z.int(),
  dose: z.string(),
  frequency: Frequency.or(z.literal('')),
  days: z.int(),
  instructions: z.string(),
  allergyReason: z.string(),
  state: z.enum(['ordered', 'cancelled', 'done']),
  orderedAt: z.iso.datetime(),
  /** When it was carried out, and since when its result is there. */
  doneAt: z.iso.datetime().nullable(),
  resultAt: z.iso.datetime().nullable(),
}).meta({ id: 'Order' })
export type Order = z.infer<typeof Order>

export const OrderRequest = z.object({
  code: z.string().min(1).max(40),
  quantity: z.int().min(1).max(1000),
  dose: z.string().trim().max(60).default(''),
  frequency: Frequency.or(z.literal('')).default(''),
  days: z.int().min(0).max(90).default(0),
  instructions: z.string().trim().max(200).default(''),
  /** Why it is ordered although the patient is known to be allergic to it. */
  allergyReason: z.string().trim().max(200).default(''),
}).meta({ id: 'OrderRequest' })
export type OrderRequest = z.input<typeof OrderRequest>

const optionalSign = (least: number, most: number) => z.int().min(least).max(most).nullable()
export const VitalSigns = z.object({
  systolic: optionalSign(40, 300),
  diastolic: optionalSign(20, 200),
  pulse: optionalSign(20, 300),
  temperatureTenths: optionalSign(300, 450),
  oxygenPercent: optionalSign(40, 100),
}).refine((v) => (v.systolic === null) === (v.diastolic === null) && (v.systolic ?? 1) > (v.diastolic ?? 0), {
  path: ['diastolic'],
  message: 'Blood pressure has two numbers, the upper one larger.',
})
export type VitalSigns = z.infer<typeof VitalSigns>

export const VitalsTaken = z.object({
  systolic: z.int().nullable(),
  diastolic: z.int().nullable(),
  pulse: z.int().nullable(),
  temperatureTenths: z.int().nullable(),
  oxygenPercent: z.int().nullable(),
  takenAt: z.iso.datetime(),
}).meta({ id: 'VitalsTaken' })
export type VitalsTaken = z.infer<typeof VitalsTaken>

export const Visit = z.object({
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  visitId: VisitId,
  personId: z.uuid(),
  departmentId: z.int(),
  departmentName: z.string(),
  departmentNameEn: z.string(),
  serviceId: z.int(),
  practitionerId: z.int(),
  practitionerName: z.string(),
  practitionerNameEn: z.string(),
  state: z.enum(['open', 'finished']),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Until when a finished visit may be opened again. */
  reopenUntil: z.iso.datetime().nullable(),
}).meta({ id: 'ConsultingVisit' })
export type Visit = z.infer<typeof Visit>

/** Coming back: the appointment made at the end of this visit. */
export const Revisit = z.object({ appointmentId: z.uuid(), startsAt: z.iso.datetime({ offset: true }) }).meta({ id: 'Revisit' })
export type Revisit = z.infer<typeof Revisit>

/** Coming back to the same clinic, to a colleague of the team, or being seen by another department. */
export const RevisitRequest = z.object({
  periodId: z.int().positive(),
  pool: PoolCode.default('public'),
  kind: z.enum(['revisit', 'team', 'cross-department']).default('revisit'),
  reason: z.string().trim().max(300).default(''),
  /** The patient agrees to be seen by others. */
  consent: z.boolean().default(false),
}).refine(({ kind, reason, consent }) => kind === 'revisit' || (reason.length >= 4 && consent), 'to others only with a reason and the patient\'s consent').meta({ id: 'RevisitRequest' })
export type RevisitRequest = z.input<typeof RevisitRequest>

/** Another department or colleague the patient was booked with during the visit. */
export const Referral = z.object({
  appointmentId: z.uuid(),
  startsAt: z.iso.datetime(),
  reason: z.string(),
  departmentName: z.string(),
  departmentNameEn: z.string(),
  practitionerName: z.string().nullable(),
  practitionerNameEn: z.string().nullable(),
}).meta({ id: 'Referral' })
export type Referral = z.infer<typeof Referral>

/** One earlier visit, as one line of the patient's past. */
export const PastVisit = z.object({
  institutionId: z.int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  visitId: VisitId,
  startedAt: z.iso.datetime(),
  departmentName: z.string(),
  departmentNameEn: z.string(),
  practitionerName: z.string(),
  practitionerNameEn: z.string(),
  mainDiagnosis: z.string().nullable(),
  mainDiagnosisEn: z.string().nullable(),
  complaint: z.string(),
  plan: z.string(),
  advice: z.string(),
}).meta({ id: 'PastVisit' })
export type PastVisit = z.infer<typeof PastVisit>

export const CurrentDrug = z.object({
  code: z.string(),
  name: z.string(),
  dose: z.string(),
  frequency: z.string(),
  until: z.iso.date(),
}).meta({ id: 'CurrentDrug' })
export type CurrentDrug = z.infer<typeof CurrentDrug>

export const Patient = z.object({
  personId: z.uuid(),
  name: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  birthDate: z.iso.date(),
  age: z.int(),
  phoneMasked: z.string(),
  insuranceKind: z.enum(['self-pay', 'employee', 'resident']),
  allergies: z.array(z.string()),
}).meta({ id: 'DeskPatient' })
export type Patient = z.infer<typeof Patient>

/** Everything the doctor's screen shows about one visit. */
export const Desk = z.object({
  visit: Visit,
  patient: Patient,
  note: Note,
  /** Signed versions that the current note corrects, newest first. */
  earlierVersions: z.array(Note),
  orders: z.array(Order),
  vitals: VitalsTaken.nullable(),
  pastVitals: z.array(VitalsTaken),
  pastVisits: z.array(PastVisit),
  currentDrugs: z.array(CurrentDrug),
  revisit: Revisit.nullable(),
  referrals: z.array(Referral),
  mayWrite: z.boolean(),
}).meta({ id: 'Desk' })
export type Desk = z.infer<typeof Desk>

/** What the patient pays for a visit, and what of it is still open. */
export const VisitPayment = z.object({ selfCents: z.int(), dueCents: z.int() }).meta({ id: 'VisitPayment' })
export type VisitPayment = z.infer<typeof VisitPayment>

export const FinishRequest = z.object({ revision: z.int().min(0) }).meta({ id: 'FinishRequest' })
export type FinishRequest = z.infer<typeof FinishRequest>

export const ReopenRequest = z.object({ reason: z.string().trim().min(2).max(200) }).meta({ id: 'ReopenRequest' })
export type ReopenRequest = z.infer<typeof ReopenRequest>

export const DeskVisit = z.object({
  visitId: VisitId,
  personId: z.uuid(),
  name: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  age: z.int(),
  state: z.enum(['open', 'finished']),
  mainDiagnosis: z.string().nullable(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
}).meta({ id: 'DeskVisit' })
export type DeskVisit = z.infer<typeof DeskVisit>

/** What a patient reads afterwards: what the doctor wrote and signed, and what was ordered. */
export const VisitRecord = z.object({
  visit: Visit,
  note: Note.nullable(),
  corrected: z.boolean(),
  orders: z.array(Order),
  revisit: Revisit.nullable(),
}).meta({ id: 'VisitRecord' })
export type VisitRecord = z.infer<typeof VisitRecord>
