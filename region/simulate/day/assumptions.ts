/**
 * Everything the simulated day believes about people and places, in one place. `documented` names who measured it or where
 * it is read from; everything else is our assumption, and bench -- day shows what the result would be with another.
 */
export interface Assumptions {
  /** Appointments of a year over the region, and days with clinics in it: "over 10 million appointments a year" in the documents. */
  readonly visitsPerYear: number
  readonly clinicDays: number
  /** Consulting time by speciality: minutes in the middle, by the first digits of the national list of specialities. */
  readonly consultMinutes: Readonly<Record<string, number>>
  /** Spread of the logarithm of one consultation: a coefficient of variation of 0.5, between the 0.35 and 0.85 that Cayirli and Veral's review of outpatient scheduling found (2003). */
  readonly consultSpread: number
  /** One doctor's usual pace against the speciality's, and one day's against the usual. */
  readonly doctorSpread: number
  readonly daySpread: number
  /** All doctors of a day against their usual: 1, unless the day is to be a surprise. */
  readonly todayPace: number
  /** Share of those booked who come, and of those called who are not at the door. */
  readonly shows: number
  readonly absent: number
  /** Minutes before the beginning of the period that people come, and how much that varies. People are early rather than late in every study the review lists. */
  readonly early: number
  readonly earlySpread: number
  readonly walkIns: number
  readonly priority: number
  /** Minutes after the first period that the first is called. */
  readonly startDelay: number
  readonly startSpread: number
  /** What a consultation leads to. */
  readonly laboratory: number
  readonly examination: number
  readonly drugs: number
  /** Of those with a laboratory test or examination, who see the doctor again the same day. */
  readonly sameDayReturn: number
  /** Minutes until a result, in the middle. */
  readonly laboratoryResult: number
  readonly examinationResult: number
  readonly secondLook: number
  /**
   * Who pays without standing in a queue (on the phone, in the consulting room, from a balance or on credit), and who checks in on
   * the phone; the others use a window or a machine. Paid so: 78.9 % of outpatients in Zhejiang in 2019 (the province's report),
   * 88 % in the city hospitals of Hangzhou in 2018, 62 % at one hospital there (BMC Health Services Research 2021, 06260-3).
   */
  readonly payByPhone: number
  readonly checkInByPhone: number
  /** Seconds at a counter, in the middle. */
  readonly seconds: { readonly registration: number; readonly payment: number; readonly machine: number; readonly laboratory: number; readonly examination: number; readonly pharmacy: number; readonly examinationDesk: number; readonly report: number }
  /** How busy the counters are over the half-day: with this many windows without the platform's rules. */
  readonly windowLoad: number
  readonly stationLoad: number
  /** Without booked periods: when in the half-day people come for a number, in minutes after the clinic begins, and how much that varies. */
  readonly halfDayArrival: number
  readonly halfDaySpread: number
  /**
   * Without the platform: people who queue at the examination's desk to be given a time, and who queue for the paper with their
   * results. Both are named in descriptions of the usual way (register, see the doctor, be priced, pay, be examined, collect the
   * report, pay again, collect medicines), and at the first 35 % of those asked in Guangdong waited more than ten minutes. That
   * everybody who is examined goes through the first is assumed. The second is counted for those who need the paper the same day;
   * `reportOfOthers` is the share of the rest who wait for theirs too.
   */
  readonly examinationDesk: number
  readonly reportOfReturning: number
  readonly reportOfOthers: number
  /** Without the platform: new patients who stand in line for a card first, and people who queue to sign in at the department's desk. */
  readonly cardQueue: number
  readonly deskSignIn: number
}

export const assumptions: Assumptions = {
  visitsPerYear: 10_000_000,
  clinicDays: 250,
  consultMinutes: { '': 4.8, '02': 5.5, '03': 4.8, '04': 4.4, '05': 5, '07': 4.2, '09': 7, '10': 4.4, '11': 4.2, '12': 11, '13': 3.6, '15': 12, '19': 6, '21': 9, '27': 7, '50': 6 },
  consultSpread: 0.47,
  doctorSpread: 0.18,
  daySpread: 0.16,
  todayPace: 1,
  shows: 0.92,
  absent: 0.03,
  early: 16,
  earlySpread: 16,
  walkIns: 0.15,
  priority: 0.06,
  startDelay: 4,
  startSpread: 5,
  laboratory: 0.3,
  examination: 0.25,
  drugs: 0.55,
  sameDayReturn: 0.55,
  laboratoryResult: 45,
  examinationResult: 30,
  secondLook: 0.55,
  payByPhone: 0.8,
  checkInByPhone: 0.75,
  seconds: { registration: 75, payment: 70, machine: 40, laboratory: 100, examination: 420, pharmacy: 80, examinationDesk: 60, report: 40 },
  windowLoad: 0.9,
  stationLoad: 0.78,
  halfDayArrival: 20,
  halfDaySpread: 45,
  examinationDesk: 1,
  reportOfReturning: 1,
  reportOfOthers: 0,
  cardQueue: 0.1,
  deskSignIn: 0,
}
