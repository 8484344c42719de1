import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { spellingColumn } from '#platform/text/index.ts'
import { installLists } from './operations/install-lists.ts'

/** For tests: an eastern and a western hospital with the departments 心血管内科 and 内分泌科, doctors and prices. */
export async function arrangeTwoHospitals(tx: Tx): Promise<void> {
  await installLists(tx)
  await sql`insert into directory.district (id, name, name_en, longitude, latitude) values (1, '东区', 'East', 120.2, 30.2), (2, '西区', 'West', 120.0, 30.2)`.execute(tx)
  await arrangeHospital(tx, { id: 1, name: '测试市东医院', nameEn: 'East Hospital', longitude: 120.2 })
  await arrangeHospital(tx, { id: 2, name: '测试市西医院', nameEn: 'West Hospital', longitude: 120.0 })
  await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title, speciality) values
    (1, 1, 2, '单小燕', 'Shan Xiaoyan', ${spellingColumn('单小燕', 'name')}, 'female', 'chief', '擅长房颤、冠心病的诊治'),
    (1, 2, 2, '马文', 'Ma Wen', ${spellingColumn('马文', 'name')}, 'male', 'attending', '擅长房颤、高血压的诊治')`.execute(tx)
  await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code) values
    (1, 1, 2, null, 'general', '心血管内科普通门诊', 'Cardiology, general clinic', 'REG-GEN'),
    (1, 2, 2, 1, 'expert', '单小燕 专家门诊', 'Shan Xiaoyan, expert clinic', 'REG-CH')`.execute(tx)
}

async function arrangeHospital(tx: Tx, { id, name, nameEn, longitude }: { id: number; name: string; nameEn: string; longitude: number }): Promise<void> {
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${id}, ${`T${id}`}, 'tertiary-hospital', ${name}, ${nameEn}, ${name.replace('测试市', '')}, ${id}, '测试路1号', ${longitude}, 30.2)`.execute(tx)
  await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code)
    values (${id}, 1, '院本部', '测试路1号', ${longitude}, 30.2, ${`WALL-${id}`})`.execute(tx)
  await sql`insert into directory.department (institution_id, id, campus_id, parent_id, name, name_en, pinyin, subject_codes, building, floor) values
    (${id}, 1, 1, null, '内科', 'Internal medicine', 'neike nk', '{}', '门诊楼', '2楼'),
    (${id}, 2, 1, 1, '心血管内科', 'Cardiology', 'xinxueguanneike xxgnk', '{03.04}', '门诊楼', '2楼'),
    (${id}, 3, 1, 1, '内分泌科', 'Endocrinology', 'neifenmike nfmk', '{03.07}', '门诊楼', '2楼')`.execute(tx)
  await sql`insert into directory.price (institution_id, code, valid_from, valid_to, kind, name, pinyin, unit, price_cents, insurance_share_bp) values
    (${id}, 'REG-GEN', '2020-01-01', null, 'registration', '普通门诊诊察费', ${spellingColumn('普通门诊诊察费')}, '次', 2200, 8000),
    (${id}, 'REG-CH', '2020-01-01', null, 'registration', '主任医师门诊诊察费', ${spellingColumn('主任医师门诊诊察费')}, '次', 4000, 6000),
    (${id}, 'REG-CH', '2015-01-01', '2019-12-31', 'registration', '主任医师门诊诊察费', '', '次', 3000, 6000),
    (${id}, 'OLD', '2015-01-01', '2019-12-31', 'examination', '旧项目', '', '次', 100, 0)`.execute(tx)
}
