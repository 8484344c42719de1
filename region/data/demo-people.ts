import type { Sex } from '../generate/people-names.ts'

/** People of the demonstration. They are the first entries of the region; their numbers are on purpose easy to type. */
export interface DemoPerson {
  readonly index: number
  readonly name: string
  readonly sex: Sex
  readonly birthDate: string
  /** Absent: no phone and no account of their own. */
  readonly phone?: string
  readonly insurance: 'employee' | 'resident' | 'self-pay'
  readonly allergies: readonly string[]
  readonly passport?: string
  readonly who: { readonly zh: string; readonly en: string }
}

export const demoPeople: readonly DemoPerson[] = [
  { index: 0, name: '王桂兰', sex: 'female', birthDate: '1950-03-12', phone: '10000000001', insurance: 'employee', allergies: ['青霉素'], who: { zh: '王桂兰，76岁', en: 'Wang Guilan, 76' } },
  { index: 1, name: '李雪梅', sex: 'female', birthDate: '1978-09-25', phone: '10000000002', insurance: 'employee', allergies: [], who: { zh: '李雪梅，王桂兰的女儿', en: 'Li Xuemei, her daughter' } },
  { index: 2, name: '陈思雨', sex: 'female', birthDate: '1991-06-03', phone: '10000000003', insurance: 'employee', allergies: [], who: { zh: '陈思雨，周小满的妈妈', en: 'Chen Siyu, a mother' } },
  { index: 3, name: '周小满', sex: 'female', birthDate: '2020-05-20', insurance: 'resident', allergies: ['头孢类'], who: { zh: '周小满，6岁', en: 'Zhou Xiaoman, 6' } },
  { index: 4, name: '赵启明', sex: 'male', birthDate: '1981-11-08', phone: '10000000004', insurance: 'employee', allergies: [], who: { zh: '赵启明，45岁', en: 'Zhao Qiming, 45' } },
  { index: 5, name: 'Emma Lindqvist', sex: 'female', birthDate: '1995-02-17', phone: '10000000005', insurance: 'self-pay', allergies: [], passport: 'ZZ0012345', who: { zh: 'Emma Lindqvist，用护照', en: 'Emma Lindqvist, with a passport' } },
]

/** Who acts for whom: `proxy` is the person's `kind`. */
export const demoRelations = [
  { person: 0, proxy: 1, kind: 'child', expires: '2099-12-31' },
  // A guardian's say ends with the fourteenth birthday.
  { person: 3, proxy: 2, kind: 'guardian', expires: '2034-05-20' },
] as const

export const DEMO_HOSPITAL = 101
/** Published on purpose: it opens accounts of people who do not exist. */
export const DEMO_PASSWORD = 'linxi-demo-2026'

/** Doctors of the demonstration: at work every day, round the clock, so that there is always something to book and somebody to see. */
export const demoDoctors = [
  { subject: '03.04', name: '林知夏', sex: 'female', username: 'doctor', who: { zh: '林知夏，心血管内科主任医师', en: 'Lin Zhixia, physician' } },
  { subject: '02', name: '周明远', sex: 'male', username: 'doctor2', who: { zh: '周明远，全科主任医师', en: 'Zhou Mingyuan, physician' } },
] as const

/** The health centre of the demonstration: its family doctor books for residents at the hospitals it sends to. */
export const DEMO_HEALTH_CENTRE = 301
/** The health centre's first practitioner. */
export const DEMO_FAMILY_DOCTOR = 1
export const demoFamilyDoctor = { username: 'familydoctor', roles: ['physician', 'registrar'], who: { zh: '家庭医生（社区卫生服务中心）', en: 'family doctor at a health centre' } } as const

/** Staff who are no doctors, at each hospital; the demonstration's own have short user names. */
export const staffRoles = [
  { username: 'nurse', staffId: 9001, name: '护士台', roles: ['nurse', 'registrar'], who: { zh: '护士台', en: 'nurse desk' } },
  { username: 'laboratory', staffId: 9007, name: '检验科', roles: ['laboratory'], who: { zh: '检验科', en: 'laboratory and imaging' } },
  { username: 'pharmacist', staffId: 9008, name: '门诊药房', roles: ['pharmacist'], who: { zh: '门诊药房药师', en: 'pharmacist' } },
  { username: 'cashier', staffId: 9002, name: '收费窗口', roles: ['registrar', 'cashier'], who: { zh: '挂号收费窗口', en: 'registration and cash window' } },
  // A refund needs a second person at the window.
  { username: 'cashier2', staffId: 9006, name: '收费窗口复核', roles: ['registrar', 'cashier'], who: { zh: '收费窗口复核', en: 'second cashier' } },
  { username: 'accountant', staffId: 9004, name: '财务科', roles: ['accountant'], who: { zh: '财务科会计', en: 'accountant' } },
  // Money that is put right needs a second person.
  { username: 'accountant2', staffId: 9005, name: '财务科复核', roles: ['accountant'], who: { zh: '财务科复核会计', en: 'second accountant' } },
  { username: 'admin', staffId: 9003, name: '门诊办公室', roles: ['admin', 'manager', 'auditor'], who: { zh: '门诊办公室（管理员）', en: 'outpatient office, administrator' } },
  // Rules about money, limits and sanctions, and the gravest answer to reselling, need a second person.
  { username: 'admin2', staffId: 9010, name: '门诊办公室复核', roles: ['manager'], who: { zh: '门诊办公室（第二位）', en: 'outpatient office, second person' } },
] as const

/** Staff of the region itself, institution 0: who clears its money every day (a day needs two of them), and who answers for its rules. */
export const centreStaff = [
  { username: 'settlement', staffId: 1, name: '区域医疗资金结算中心', roles: ['accountant'], who: { zh: '区域结算中心会计', en: 'accountant of the region\'s funds centre' } },
  { username: 'settlement2', staffId: 2, name: '区域医疗资金结算中心（复核）', roles: ['accountant'], who: { zh: '区域结算中心复核会计', en: 'second accountant of the funds centre' } },
  // The region's own rules hold wherever a hospital has none of its own.
  { username: 'region', staffId: 3, name: '区卫生健康委', roles: ['admin', 'manager'], who: { zh: '区卫生健康委（全区的规则）', en: 'health commission: the rules of the region' } },
  { username: 'region2', staffId: 4, name: '区卫生健康委（复核）', roles: ['manager'], who: { zh: '区卫生健康委（第二位）', en: 'health commission, second person' } },
] as const
