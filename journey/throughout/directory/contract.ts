import { z } from 'zod'

export const institutionKinds = ['tertiary-hospital', 'secondary-hospital', 'community-health-centre'] as const
export const practitionerTitles = ['chief', 'associate-chief', 'attending', 'resident', 'therapist', 'pharmacist', 'nurse'] as const
export const serviceKinds = [
  'expert', 'general', 'special-disease', 'joint', 'pharmacy', 'nursing', 'tcm', 'pain', 'anaesthesia', 'health-management', 'tcm-joint',
] as const
export const priceKinds = ['registration', 'examination', 'laboratory', 'drug', 'procedure', 'material'] as const

export type InstitutionKind = (typeof institutionKinds)[number]
export type PractitionerTitle = (typeof practitionerTitles)[number]
export type ServiceKind = (typeof serviceKinds)[number]
export type PriceKind = (typeof priceKinds)[number]

export const District = z.object({
  id: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
})
export type District = z.infer<typeof District>

export const Institution = z.object({
  institutionId: z.number().int(),
  code: z.string(),
  kind: z.enum(institutionKinds),
  level: z.string(),
  name: z.string(),
  nameEn: z.string(),
  shortName: z.string(),
  districtId: z.number().int(),
  districtName: z.string(),
  districtNameEn: z.string(),
  address: z.string(),
  phone: z.string(),
  longitude: z.number(),
  latitude: z.number(),
  introduction: z.string(),
  howToGetHere: z.string(),
  ticketPrefix: z.string(),
})
export type Institution = z.infer<typeof Institution>

export const Campus = z.object({
  institutionId: z.number().int(),
  id: z.number().int(),
  name: z.string(),
  address: z.string(),
  longitude: z.number(),
  latitude: z.number(),
})
export type Campus = z.infer<typeof Campus>

export const Department = z.object({
  institutionId: z.number().int(),
  id: z.number().int(),
  campusId: z.number().int(),
  parentId: z.number().int().nullable(),
  name: z.string(),
  nameEn: z.string(),
  subjectCodes: z.array(z.string()),
  description: z.string(),
  building: z.string(),
  floor: z.string(),
  zone: z.string(),
  /** Building, floor and zone for who reads English; empty: as the signs say it. */
  placeEn: z.string(),
})
export type Department = z.infer<typeof Department>

export const Practitioner = z.object({
  institutionId: z.number().int(),
  id: z.number().int(),
  departmentId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  title: z.enum(practitionerTitles),
  speciality: z.string(),
  introduction: z.string(),
  room: z.string(),
})
export type Practitioner = z.infer<typeof Practitioner>

export const Service = z.object({
  institutionId: z.number().int(),
  id: z.number().int(),
  departmentId: z.number().int(),
  practitionerId: z.number().int().nullable(),
  kind: z.enum(serviceKinds),
  name: z.string(),
  nameEn: z.string(),
  feeCode: z.string(),
  /** What registering costs today; null when the price list has no such item today. */
  feeCents: z.number().int().nullable(),
  /** What basic insurance usually bears of it. */
  feeInsuranceShareBp: z.number().int(),
})
export type Service = z.infer<typeof Service>

export const Price = z.object({
  institutionId: z.number().int(),
  code: z.string(),
  kind: z.enum(priceKinds),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  priceCents: z.number().int(),
  insuranceShareBp: z.number().int(),
  departmentId: z.number().int().nullable(),
})
export type Price = z.infer<typeof Price>

/** Where the person is: "121.47,31.23" (longitude, latitude), or the number of a district. */
const Near = z
  .string()
  .regex(/^(-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?|\d{1,6})$/)
  .refine((text) => {
    const [longitude, latitude] = text.split(',').map(Number)
    return latitude === undefined || (Math.abs(longitude!) <= 180 && Math.abs(latitude) <= 90)
  })

export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(60),
  near: Near.optional(),
  /** Only these kinds of institution. */
  institutionKind: z.enum(institutionKinds).optional(),
  institutionId: z.coerce.number().int().positive().optional(),
  withinKm: z.coerce.number().positive().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export type SearchQuery = z.infer<typeof SearchQuery>

export const UnderstoodWord = z.object({
  word: z.string(),
  nameEn: z.string(),
  kind: z.enum(['symptom', 'disease', 'need']),
  urgent: z.boolean(),
  subjects: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string() })),
})
export type UnderstoodWord = z.infer<typeof UnderstoodWord>

const Place = {
  institutionId: z.number().int(),
  institutionName: z.string(),
  institutionNameEn: z.string(),
  institutionKind: z.enum(institutionKinds),
  districtName: z.string(),
  districtNameEn: z.string(),
  /** Null when the caller did not say where they are. */
  distanceKm: z.number().nullable(),
}

export const FoundInstitution = z.object({ ...Place, level: z.string(), address: z.string() })
export const FoundDepartment = z.object({
  ...Place,
  departmentId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  building: z.string(),
  floor: z.string(),
  placeEn: z.string(),
  doctorCount: z.number().int(),
  /** Of the cheapest clinic of the department, today. */
  feeFromCents: z.number().int().nullable(),
})
export const FoundPractitioner = z.object({
  ...Place,
  practitionerId: z.number().int(),
  departmentId: z.number().int(),
  departmentName: z.string(),
  departmentNameEn: z.string(),
  name: z.string(),
  nameEn: z.string(),
  title: z.enum(practitionerTitles),
  speciality: z.string(),
  serviceId: z.number().int().nullable(),
  feeCents: z.number().int().nullable(),
  feeInsuranceShareBp: z.number().int(),
})
export type FoundInstitution = z.infer<typeof FoundInstitution>
export type FoundDepartment = z.infer<typeof FoundDepartment>
export type FoundPractitioner = z.infer<typeof FoundPractitioner>

export const SearchAnswer = z.object({
  query: z.string(),
  /** Nothing was found for what was typed; the answer is for this instead. */
  didYouMean: z.string().nullable(),
  didYouMeanEn: z.string().nullable(),
  /** Everyday words found in the query, and the diagnosis subjects they point to. */
  understood: z.array(UnderstoodWord),
  institutions: z.array(FoundInstitution),
  departments: z.array(FoundDepartment),
  practitioners: z.array(FoundPractitioner),
  total: z.object({ institutions: z.number().int(), departments: z.number().int(), practitioners: z.number().int() }),
})
export type SearchAnswer = z.infer<typeof SearchAnswer>

export const InstitutionsQuery = z.object({
  near: Near.optional(),
  kind: z.enum(institutionKinds).optional(),
  districtId: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type InstitutionsQuery = z.infer<typeof InstitutionsQuery>

export const InstitutionNearby = Institution.extend({ distanceKm: z.number().nullable() })
export type InstitutionNearby = z.infer<typeof InstitutionNearby>

/** Departments with their sub-departments; what a patient can book comes with each. */
export const DepartmentNode = Department.extend({
  doctorCount: z.number().int(),
  feeFromCents: z.number().int().nullable(),
  children: z.array(Department.extend({ doctorCount: z.number().int(), feeFromCents: z.number().int().nullable() })),
})
export type DepartmentNode = z.infer<typeof DepartmentNode>

export const InstitutionPage = z.object({
  institution: Institution,
  campuses: z.array(Campus),
  departments: z.array(DepartmentNode),
})
export type InstitutionPage = z.infer<typeof InstitutionPage>

export const DoctorOnList = Practitioner.extend({ services: z.array(Service) })
export type DoctorOnList = z.infer<typeof DoctorOnList>

export const DepartmentPage = z.object({
  institution: Institution,
  campus: Campus,
  department: Department,
  /** Clinics of the department as such: whoever is on duty. */
  services: z.array(Service),
  doctors: z.array(DoctorOnList),
})
export type DepartmentPage = z.infer<typeof DepartmentPage>

export const DoctorPage = z.object({
  institution: Institution,
  campus: Campus,
  department: Department,
  doctor: DoctorOnList,
})
export type DoctorPage = z.infer<typeof DoctorPage>

export const PricesQuery = z.object({
  q: z.string().trim().max(60).default(''),
  kind: z.enum(priceKinds).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export type PricesQuery = z.infer<typeof PricesQuery>

export const importFaultCodes = [
  'missing-sheet', 'missing-column', 'empty-sheet', 'one-row-only', 'required', 'not-a-number', 'not-a-time', 'not-a-date', 'not-one-of', 'out-of-range',
  'twice', 'unknown-campus', 'unknown-department', 'unknown-doctor', 'unknown-service', 'unknown-subject', 'unknown-price', 'own-parent', 'ends-before-starts',
  'doctor-in-two-places', 'not-your-hospital',
] as const
export type ImportFaultCode = (typeof importFaultCodes)[number]

/** One thing that is wrong in an imported file, and where. */
export const ImportFault = z.object({
  sheet: z.string(),
  row: z.number().int(),
  column: z.string(),
  value: z.string(),
  code: z.enum(importFaultCodes),
})
export type ImportFault = z.infer<typeof ImportFault>

export const ImportCounts = z.object({
  campuses: z.number().int(),
  departments: z.number().int(),
  practitioners: z.number().int(),
  services: z.number().int(),
  templates: z.number().int(),
  prices: z.number().int(),
})
export type ImportCounts = z.infer<typeof ImportCounts>

export const ImportReport = z.object({
  institutionName: z.string(),
  institutionId: z.number().int().nullable(),
  /** False: nothing was written, either because of faults or because only a check was asked for. */
  written: z.boolean(),
  /** New and changed rows are counted together; the second number of a re-import is how many were taken out of service. */
  counts: ImportCounts,
  retired: z.number().int(),
  faults: z.array(ImportFault),
})
export type ImportReport = z.infer<typeof ImportReport>

/** The file as base64; `write` false: only say what is wrong. */
export const ImportRequest = z.object({ file: z.base64().max(16_000_000), write: z.boolean() })
export type ImportRequest = z.infer<typeof ImportRequest>

/** A clinic as the hospital opens or changes it; without an id it is a new one. */
export const ClinicToPut = z.object({
  id: z.number().int().positive().optional(),
  departmentId: z.number().int().positive(),
  /** Null: whoever is on duty. */
  practitionerId: z.number().int().positive().nullable(),
  kind: z.enum(serviceKinds),
  name: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().max(120),
  /** The registration fee's item in the price list. */
  feeCode: z.string().trim().min(1).max(40),
  active: z.boolean(),
})
export type ClinicToPut = z.infer<typeof ClinicToPut>
