/** What kind of hospital it is decides which departments it has. */
export type Profile =
  | 'general' | 'tcm' | 'integrated' | 'women-and-children' | 'children' | 'women' | 'eye-and-ent' | 'dental' | 'oncology' | 'chest'
  | 'mental' | 'infectious' | 'skin' | 'bone' | 'rehabilitation' | 'geriatric' | 'heart' | 'health-centre'

export interface HospitalSeed {
  readonly id: number
  readonly name: string
  readonly nameEn: string
  readonly shortName: string
  readonly profile: Profile
  readonly districtId: number
  /** A second campus, by its district. */
  readonly secondCampus?: number
  /** Many doctors: 1 is usual. */
  readonly scale: number
}

/** Plainly fictional names: there is no city called Linxi, and no university of that name. */
export const tertiaryHospitals: readonly HospitalSeed[] = [
  { id: 101, name: '临溪市中心医院', nameEn: 'Linxi Central Hospital', shortName: '中心医院', profile: 'general', districtId: 1, secondCampus: 5, scale: 1.4 },
  { id: 102, name: '临溪大学附属第一医院', nameEn: 'First Hospital of Linxi University', shortName: '临大一院', profile: 'general', districtId: 3, secondCampus: 11, scale: 1.6 },
  { id: 103, name: '临溪大学附属第二医院', nameEn: 'Second Hospital of Linxi University', shortName: '临大二院', profile: 'general', districtId: 2, scale: 1.4 },
  { id: 104, name: '临溪大学附属第三医院', nameEn: 'Third Hospital of Linxi University', shortName: '临大三院', profile: 'general', districtId: 5, scale: 1.2 },
  { id: 105, name: '临溪市第一人民医院', nameEn: 'Linxi First People\'s Hospital', shortName: '市一医院', profile: 'general', districtId: 1, secondCampus: 9, scale: 1.3 },
  { id: 106, name: '临溪市第二人民医院', nameEn: 'Linxi Second People\'s Hospital', shortName: '市二医院', profile: 'general', districtId: 4, scale: 1.1 },
  { id: 107, name: '临溪市第三人民医院', nameEn: 'Linxi Third People\'s Hospital', shortName: '市三医院', profile: 'general', districtId: 6, scale: 1 },
  { id: 108, name: '临溪市第五人民医院', nameEn: 'Linxi Fifth People\'s Hospital', shortName: '市五医院', profile: 'general', districtId: 8, scale: 1 },
  { id: 109, name: '临溪市第六人民医院', nameEn: 'Linxi Sixth People\'s Hospital', shortName: '市六医院', profile: 'general', districtId: 9, scale: 1.1 },
  { id: 110, name: '临溪市中医医院', nameEn: 'Linxi Hospital of Chinese Medicine', shortName: '市中医院', profile: 'tcm', districtId: 1, scale: 1.2 },
  { id: 111, name: '临溪中医药大学附属医院', nameEn: 'Hospital of Linxi University of Chinese Medicine', shortName: '中医大附院', profile: 'tcm', districtId: 7, scale: 1.2 },
  { id: 112, name: '临溪市中西医结合医院', nameEn: 'Linxi Integrated Medicine Hospital', shortName: '市中西医结合医院', profile: 'integrated', districtId: 2, scale: 1 },
  { id: 113, name: '临溪市妇幼保健院', nameEn: 'Linxi Women and Children\'s Hospital', shortName: '市妇幼', profile: 'women-and-children', districtId: 2, scale: 1 },
  { id: 114, name: '临溪市儿童医院', nameEn: 'Linxi Children\'s Hospital', shortName: '市儿童医院', profile: 'children', districtId: 3, secondCampus: 9, scale: 1.2 },
  { id: 115, name: '临溪大学附属妇产科医院', nameEn: 'Obstetrics and Gynaecology Hospital of Linxi University', shortName: '临大妇产科医院', profile: 'women', districtId: 1, scale: 1 },
  { id: 116, name: '临溪大学附属眼耳鼻喉科医院', nameEn: 'Eye and ENT Hospital of Linxi University', shortName: '临大五官科医院', profile: 'eye-and-ent', districtId: 1, scale: 1 },
  { id: 117, name: '临溪市口腔医院', nameEn: 'Linxi Dental Hospital', shortName: '市口腔医院', profile: 'dental', districtId: 3, scale: 1 },
  { id: 118, name: '临溪市肿瘤医院', nameEn: 'Linxi Cancer Hospital', shortName: '市肿瘤医院', profile: 'oncology', districtId: 6, scale: 1.1 },
  { id: 119, name: '临溪市胸科医院', nameEn: 'Linxi Chest Hospital', shortName: '市胸科医院', profile: 'chest', districtId: 7, scale: 1 },
  { id: 120, name: '临溪市精神卫生中心', nameEn: 'Linxi Mental Health Centre', shortName: '市精卫中心', profile: 'mental', districtId: 13, scale: 1 },
  { id: 121, name: '临溪市公共卫生临床中心', nameEn: 'Linxi Public Health Clinical Centre', shortName: '市公卫中心', profile: 'infectious', districtId: 13, scale: 1 },
  { id: 122, name: '临溪市皮肤病医院', nameEn: 'Linxi Dermatology Hospital', shortName: '市皮肤病医院', profile: 'skin', districtId: 4, scale: 1 },
  { id: 123, name: '临溪市骨科医院', nameEn: 'Linxi Orthopaedic Hospital', shortName: '市骨科医院', profile: 'bone', districtId: 8, scale: 1 },
  { id: 124, name: '临溪市康复医院', nameEn: 'Linxi Rehabilitation Hospital', shortName: '市康复医院', profile: 'rehabilitation', districtId: 12, scale: 1 },
  { id: 125, name: '临溪市老年医院', nameEn: 'Linxi Geriatric Hospital', shortName: '市老年医院', profile: 'geriatric', districtId: 4, scale: 1 },
  { id: 126, name: '临溪市心血管病医院', nameEn: 'Linxi Heart Hospital', shortName: '市心血管病医院', profile: 'heart', districtId: 5, scale: 1 },
  { id: 127, name: '临溪市望江区中心医院', nameEn: 'Wangjiang District Central Hospital', shortName: '望江区中心医院', profile: 'general', districtId: 4, scale: 0.9 },
  { id: 128, name: '临溪市云台区中心医院', nameEn: 'Yuntai District Central Hospital', shortName: '云台区中心医院', profile: 'general', districtId: 5, scale: 0.9 },
  { id: 129, name: '临溪市梅园区中心医院', nameEn: 'Meiyuan District Central Hospital', shortName: '梅园区中心医院', profile: 'general', districtId: 6, scale: 0.9 },
  { id: 130, name: '临溪市松岭区中心医院', nameEn: 'Songling District Central Hospital', shortName: '松岭区中心医院', profile: 'general', districtId: 7, scale: 0.8 },
  { id: 131, name: '临溪市桐山区中心医院', nameEn: 'Tongshan District Central Hospital', shortName: '桐山区中心医院', profile: 'general', districtId: 8, scale: 0.8 },
  { id: 132, name: '临溪市兰圃区中心医院', nameEn: 'Lanpu District Central Hospital', shortName: '兰圃区中心医院', profile: 'general', districtId: 9, scale: 0.9 },
  { id: 133, name: '临溪市柳浦区中心医院', nameEn: 'Liupu District Central Hospital', shortName: '柳浦区中心医院', profile: 'general', districtId: 10, scale: 0.9 },
  { id: 134, name: '临溪市枫林区中心医院', nameEn: 'Fenglin District Central Hospital', shortName: '枫林区中心医院', profile: 'general', districtId: 11, scale: 0.8 },
  { id: 135, name: '临溪市白鹭区中心医院', nameEn: 'Bailu District Central Hospital', shortName: '白鹭区中心医院', profile: 'general', districtId: 12, scale: 0.8 },
  { id: 136, name: '临溪市青屿区中心医院', nameEn: 'Qingyu District Central Hospital', shortName: '青屿区中心医院', profile: 'general', districtId: 14, scale: 0.7 },
  { id: 137, name: '临溪市芦洲区中心医院', nameEn: 'Luzhou District Central Hospital', shortName: '芦洲区中心医院', profile: 'general', districtId: 15, scale: 0.7 },
  { id: 138, name: '临溪市月湾区中心医院', nameEn: 'Yuewan District Central Hospital', shortName: '月湾区中心医院', profile: 'general', districtId: 16, scale: 0.7 },
]

export const healthCentreCount = 65
/** Health centres are numbered from here. */
export const firstHealthCentreId = 301
/** What `small` keeps of it. */
export const smallRegion = { tertiary: [101, 102, 110], healthCentres: 4 }
