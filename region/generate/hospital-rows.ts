import { campusRows, type Hospital, institutionRow, type RegionSize } from './places.ts'
import { departmentRow, departmentsOf, type Subject } from './departments.ts'
import { type Practitioner, practitionerRow, practitionersOf, roomRows } from './practitioners.ts'
import { type PriceSeed, priceRows } from './prices.ts'
import { serviceRow, servicesOf } from './services.ts'
import { stationRows } from './stations.ts'
import { patternsOf, poolRows, templateRow } from './templates.ts'

type Rows = (readonly unknown[])[]

/** Everything a hospital is, as rows by table. */
export interface HospitalRows {
  readonly institution: Rows
  readonly campus: Rows
  readonly department: Rows
  readonly room: Rows
  readonly station: Rows
  readonly practitioner: Rows
  readonly service: Rows
  readonly price: Rows
  readonly pool: Rows
  readonly template: Rows
}

export interface HospitalInput {
  readonly seed: string
  readonly size: RegionSize
  readonly subjects: ReadonlyMap<string, Subject>
  readonly prices: readonly PriceSeed[]
  /** The day from which the templates are in force. */
  readonly day: string
}

const PRICES_VALID_FROM = '2025-01-01'

export function hospitalRows({ seed, size, subjects, prices, day }: HospitalInput, hospital: Hospital): HospitalRows & { practitioners: readonly Practitioner[] } {
  const departments = departmentsOf(hospital, subjects, size)
  const practitioners = practitionersOf(seed, hospital, departments, size)
  const services = servicesOf(hospital, departments, practitioners, size)
  const patterns = services.flatMap((service) => patternsOf(seed, hospital, service, size).map((pattern) => ({ service, pattern })))
  return {
    practitioners,
    institution: [institutionRow(seed, hospital)],
    campus: campusRows(seed, hospital),
    department: departments.map((each) => departmentRow(hospital, each)),
    room: roomRows(hospital, departments, practitioners),
    station: stationRows(hospital, departments),
    practitioner: practitioners.map((each) => practitionerRow(hospital, each)),
    service: services.map((each) => serviceRow(hospital, each)),
    price: priceRows(hospital, departments, prices, PRICES_VALID_FROM),
    pool: [...poolRows(hospital.id)],
    template: patterns.map(({ service, pattern }, i) => templateRow(hospital, service, i + 1, pattern, day)),
  }
}
