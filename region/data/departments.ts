import type { Profile } from './hospitals.ts'

/** A group of departments as the signs in the hall show them; `subjects` are what can be booked or visited inside. */
export interface DepartmentGroup {
  readonly name: string
  readonly nameEn: string
  readonly subjects: readonly string[]
  readonly building: string
}

const CLINIC = '门诊楼'
const DIAGNOSTICS = '医技楼'
/** What the buildings are called in English, on the plan and in words. */
export const buildingsEn: Readonly<Record<string, string>> = { [CLINIC]: 'Clinic building', [DIAGNOSTICS]: 'Diagnostics building' }
const IMAGING: DepartmentGroup = { name: '医技科室', nameEn: 'Diagnostics', subjects: ['30', '32.01', '32.05', '32.06', '31'], building: DIAGNOSTICS }
const OTHERS: DepartmentGroup = { name: '全科与急诊', nameEn: 'General practice and emergency', subjects: ['02', '20'], building: CLINIC }

/** Departments by kind of hospital, as codes of the national list. The first of each group are kept in the small region. */
export const departmentPlans: Readonly<Record<Profile, readonly DepartmentGroup[]>> = {
  general: [
    { name: '内科', nameEn: 'Internal medicine', subjects: ['03.04', '03.07', '03.02', '03.01', '03.03', '03.06', '03.05', '03.08', '03.10', '03.09'], building: CLINIC },
    { name: '外科', nameEn: 'Surgery', subjects: ['04.03', '04.01', '04.04', '04.02', '04.05', '04.06', '04.08'], building: CLINIC },
    { name: '妇产科', nameEn: 'Obstetrics and gynaecology', subjects: ['05.01', '05.02', '05.05'], building: CLINIC },
    { name: '儿科', nameEn: 'Paediatrics', subjects: ['07'], building: CLINIC },
    { name: '五官科', nameEn: 'Eye, ear, mouth', subjects: ['10', '11', '12'], building: CLINIC },
    OTHERS,
    { name: '其他专科', nameEn: 'Other specialities', subjects: ['13.01', '19', '21', '27', '15.06', '16.02', '50.01'], building: CLINIC },
    IMAGING,
  ],
  tcm: [
    { name: '中医内科', nameEn: 'Chinese internal medicine', subjects: ['50.01', '50.12', '50.09'], building: CLINIC },
    { name: '中医专科', nameEn: 'Chinese specialities', subjects: ['50.13', '50.14', '50.10', '50.03', '50.04', '50.05', '50.11', '50.02', '50.15', '50.07', '50.06'], building: CLINIC },
    { name: '西医内科', nameEn: 'Internal medicine', subjects: ['03.04', '03.02', '03.07', '03.01', '03.03', '03.06'], building: CLINIC },
    { name: '外科', nameEn: 'Surgery', subjects: ['04.01', '04.03', '04.04'], building: CLINIC },
    OTHERS,
    IMAGING,
  ],
  integrated: [
    { name: '中西医结合', nameEn: 'Integrated medicine', subjects: ['52', '50.01', '50.13', '50.11'], building: CLINIC },
    { name: '内科', nameEn: 'Internal medicine', subjects: ['03.04', '03.02', '03.07', '03.01', '03.03', '03.08'], building: CLINIC },
    { name: '外科', nameEn: 'Surgery', subjects: ['04.01', '04.03', '04.04', '04.06'], building: CLINIC },
    { name: '专科', nameEn: 'Specialities', subjects: ['05.01', '10', '11', '13.01', '21'], building: CLINIC },
    OTHERS,
    IMAGING,
  ],
  'women-and-children': [
    { name: '妇女保健', nameEn: 'Women\'s health', subjects: ['05.01', '05.02', '06.02', '06.03', '05.03', '05.04'], building: CLINIC },
    { name: '儿童保健', nameEn: 'Child health', subjects: ['07', '09.01', '09.02', '09.03', '09.05', '07.01'], building: CLINIC },
    { name: '专科', nameEn: 'Specialities', subjects: ['05.05', '12.04', '10', '04.01', '50.03'], building: CLINIC },
    IMAGING,
  ],
  children: [
    { name: '小儿内科', nameEn: 'Paediatrics', subjects: ['07', '07.04', '07.03', '07.08', '07.05', '07.06', '07.07', '07.09', '07.11', '07.01', '07.02'], building: CLINIC },
    { name: '小儿外科', nameEn: 'Paediatric surgery', subjects: ['08.01', '08.02', '08.03', '08.04', '08.05'], building: CLINIC },
    { name: '儿童保健', nameEn: 'Child health', subjects: ['09.01', '09.03', '09.05', '09.02'], building: CLINIC },
    { name: '专科', nameEn: 'Specialities', subjects: ['10', '11', '12.04', '13.01', '50.04', '20'], building: CLINIC },
    IMAGING,
  ],
  women: [
    { name: '妇科', nameEn: 'Gynaecology', subjects: ['05.01', '05.05', '05.03', '06.03', '19'], building: CLINIC },
    { name: '产科', nameEn: 'Obstetrics', subjects: ['05.02', '06.02', '05.04', '07.01', '06.04'], building: CLINIC },
    { name: '专科', nameEn: 'Specialities', subjects: ['04.01', '50.03', '21'], building: CLINIC },
    IMAGING,
  ],
  'eye-and-ent': [
    { name: '眼科', nameEn: 'Ophthalmology', subjects: ['10'], building: CLINIC },
    { name: '耳鼻喉', nameEn: 'Ear, nose and throat', subjects: ['11.01', '11.02', '11.03', '11'], building: CLINIC },
    { name: '专科', nameEn: 'Specialities', subjects: ['12', '03.09', '19', '50.06'], building: CLINIC },
    IMAGING,
  ],
  dental: [
    { name: '口腔', nameEn: 'Dentistry', subjects: ['12.01', '12.02', '12.03', '12.04', '12.05', '12.06', '12.07', '12.08', '12.09', '12'], building: CLINIC },
    IMAGING,
  ],
  oncology: [
    { name: '肿瘤', nameEn: 'Oncology', subjects: ['19', '32.10', '04.01', '04.05', '05.01', '04.04', '04.02', '50.09', '27', '24'], building: CLINIC },
    IMAGING,
  ],
  chest: [
    { name: '胸部疾病', nameEn: 'Diseases of the chest', subjects: ['03.01', '04.05', '17', '03.04', '04.06', '19', '16.02'], building: CLINIC },
    IMAGING,
  ],
  mental: [
    { name: '精神与心理', nameEn: 'Mental health', subjects: ['15.01', '15.02', '15.06', '15.03', '15.04', '09.03', '03.10'], building: CLINIC },
    IMAGING,
  ],
  infectious: [
    { name: '感染', nameEn: 'Infectious diseases', subjects: ['16', '16.03', '16.02', '16.01', '17', '16.05', '07.02', '03.02'], building: CLINIC },
    IMAGING,
  ],
  skin: [
    { name: '皮肤', nameEn: 'Dermatology', subjects: ['13.01', '13.02', '14.03', '50.05', '03.09', '14.01'], building: CLINIC },
    IMAGING,
  ],
  bone: [
    { name: '骨科', nameEn: 'Orthopaedics', subjects: ['04.03', '22', '21', '27', '50.10', '08.02', '03.08'], building: CLINIC },
    IMAGING,
  ],
  rehabilitation: [
    { name: '康复', nameEn: 'Rehabilitation', subjects: ['21', '50.15', '50.13', '50.14', '09.05', '03.03', '27'], building: CLINIC },
    IMAGING,
  ],
  geriatric: [
    { name: '老年医学', nameEn: 'Geriatrics', subjects: ['03.10', '03.04', '03.03', '03.07', '03.01', '21', '24', '15.06', '50.12'], building: CLINIC },
    IMAGING,
  ],
  heart: [
    { name: '心血管', nameEn: 'Heart and vessels', subjects: ['03.04', '04.06', '07.05', '03.07', '21', '03.06'], building: CLINIC },
    OTHERS,
    IMAGING,
  ],
  'health-centre': [
    { name: '全科诊疗', nameEn: 'General practice', subjects: ['02', '50.01', '09', '01'], building: '综合楼' },
    { name: '医技科室', nameEn: 'Diagnostics', subjects: ['30', '32.05'], building: '综合楼' },
  ],
}

/** Departments that examine rather than see patients: no clinic of their own. */
export const withoutClinics: ReadonlySet<string> = new Set(['30', '31', '32.01', '32.05', '32.06'])
