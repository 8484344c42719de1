/** How a cell is read. A list is of words in the cell, separated by commas, semicolons or blanks. */
export type CellKind = 'text' | 'list' | 'number' | 'integer' | 'money' | 'time' | 'date' | 'weekdays' | { readonly oneOf: Readonly<Record<string, string>> }

export interface Column {
  readonly header: string
  readonly kind: CellKind
  readonly required?: boolean
  readonly least?: number
  readonly most?: number
  readonly example: string | number
  readonly hint: string
}

export interface Sheet {
  readonly name: string
  readonly purpose: string
  readonly columns: Readonly<Record<string, Column>>
  /** A hospital can be without. */
  readonly mayBeEmpty?: boolean
}

const institutionKind = { 三级医院: 'tertiary-hospital', 二级医院: 'secondary-hospital', 社区卫生服务中心: 'community-health-centre' }
const title = { 主任医师: 'chief', 副主任医师: 'associate-chief', 主治医师: 'attending', 住院医师: 'resident', 治疗师: 'therapist', 药师: 'pharmacist', 护师: 'nurse' }
const sex = { 男: 'male', 女: 'female', 不详: 'unknown' }
const serviceKind = {
  专家: 'expert', 普通: 'general', 专病: 'special-disease', 多学科: 'joint', 药学: 'pharmacy', 护理: 'nursing', 中医: 'tcm',
  疼痛: 'pain', 麻醉: 'anaesthesia', 健康管理: 'health-management', 中西医联合: 'tcm-joint',
}
const priceKind = { 挂号: 'registration', 检查: 'examination', 检验: 'laboratory', 药品: 'drug', 治疗: 'procedure', 材料: 'material' }

const text = (header: string, example: string, hint = ''): Column => ({ header, kind: 'text', example, hint })
const must = (column: Column): Column => ({ ...column, required: true })
const longitude: Column = { header: '经度', kind: 'number', required: true, least: -180, most: 180, example: 119.62, hint: '小数，东经为正' }
const latitude: Column = { header: '纬度', kind: 'number', required: true, least: -90, most: 90, example: 30.47, hint: '小数，北纬为正' }
const units = (header: string, example: number, required = false): Column => ({
  header, kind: 'integer', least: 0, most: 100, example, hint: '每个时段几个号', ...(required ? { required } : {}),
})

/** The workbook by which a real hospital comes in: what each sheet and column is, in the order they stand. */
export const sheets = {
  hospital: {
    name: '医院', purpose: '只填一行。医院编码不变，再次导入就是更新。',
    columns: {
      code: must(text('医院编码', 'H0001', '区域里的机构编码')),
      name: must(text('医院名称', '某某市示例医院')),
      nameEn: text('英文名称', 'Example Hospital'),
      shortName: text('简称', '示例医院', '不填就用医院名称'),
      kind: { header: '类型', kind: { oneOf: institutionKind }, required: true, example: '三级医院', hint: Object.keys(institutionKind).join('、') },
      level: text('等级', '三级甲等'),
      district: must(text('所在区', '城中区', '区域里没有的区会新建')),
      address: must(text('地址', '示例路1号')),
      phone: text('电话', '0500-60000000'),
      longitude, latitude,
      introduction: text('介绍', '综合医院，门诊每天开放。'),
      howToGetHere: text('到院方式', '地铁1号线示例站2号口出，走5分钟。'),
      ticketPrefix: text('票号前缀', 'A', '排队号的第一个字母，不填为 A'),
    },
  },
  campuses: {
    name: '院区', purpose: '每个院区一行；只有一个院区也要填。',
    columns: {
      id: { header: '院区编号', kind: 'integer', required: true, least: 1, most: 99, example: 1, hint: '1、2、3 …' },
      name: must(text('院区名称', '院本部')),
      address: must(text('地址', '示例路1号')),
      longitude, latitude,
      checkInCode: text('报到码', '', '墙上二维码的内容；不填就生成一个猜不到的'),
    },
  },
  departments: {
    name: '科室', purpose: '每个科室一行。上级科室写在前面或后面都可以。',
    columns: {
      code: must(text('科室编号', 'K001', '医院自己的编号，不变')),
      name: must(text('科室名称', '心血管内科')),
      nameEn: text('英文名称', 'Cardiology'),
      parentCode: text('上级科室编号', '', '没有上级就不填'),
      campusId: { header: '院区编号', kind: 'integer', required: true, example: 1, hint: '在"院区"表里' },
      subjectCodes: { header: '诊疗科目代码', kind: 'list', example: '03.04', hint: '国家诊疗科目名录的代码，可以几个，用逗号隔开' },
      building: text('楼', '门诊楼'),
      floor: text('楼层', '2楼'),
      zone: text('分区', 'A区'),
      placeEn: text('英文位置', 'Clinic building, floor 2, zone A', '楼、楼层、分区合在一起写；不填就照中文显示'),
      description: text('介绍', ''),
    },
  },
  practitioners: {
    name: '医生', purpose: '每位医生一行。', mayBeEmpty: true,
    columns: {
      code: must(text('工号', 'D0001', '医院自己的编号，不变')),
      name: must(text('姓名', '示例医生')),
      nameEn: text('英文姓名', '', '不填就用拼音'),
      departmentCode: must(text('科室编号', 'K001', '在"科室"表里')),
      sex: { header: '性别', kind: { oneOf: sex }, example: '女', hint: '男、女、不详' },
      title: { header: '职称', kind: { oneOf: title }, required: true, example: '主任医师', hint: Object.keys(title).join('、') },
      speciality: text('擅长', '擅长冠心病、房颤的诊治', '写病人会搜的词'),
      introduction: text('简介', ''),
      room: text('诊室', 'A01诊室'),
    },
  },
  services: {
    name: '门诊', purpose: '能预约的每一种门诊一行：专家写工号，普通门诊不写。', mayBeEmpty: true,
    columns: {
      code: must(text('门诊编号', 'S0001', '医院自己的编号，不变')),
      name: must(text('门诊名称', '心血管内科普通门诊')),
      nameEn: text('英文名称', 'Cardiology, general clinic'),
      departmentCode: must(text('科室编号', 'K001', '在"科室"表里')),
      practitionerCode: text('医生工号', '', '在"医生"表里；当班医生都看的门诊不填'),
      kind: { header: '类型', kind: { oneOf: serviceKind }, required: true, example: '普通', hint: Object.keys(serviceKind).join('、') },
      feeCode: must(text('诊察费代码', 'REG-GEN', '在"价格"表里，类别是挂号')),
    },
  },
  templates: {
    name: '排班', purpose: '每种门诊每周固定的半天一行；号数是每个时段的。', mayBeEmpty: true,
    columns: {
      serviceCode: must(text('门诊编号', 'S0001', '在"门诊"表里')),
      weekdays: { header: '星期', kind: 'weekdays', required: true, example: '一,三,五', hint: '一 二 三 四 五 六 日 节，用逗号隔开；节是法定节假日' },
      from: { header: '开始时间', kind: 'time', required: true, example: '08:00', hint: '24 小时制' },
      to: { header: '结束时间', kind: 'time', required: true, example: '11:30', hint: '24 小时制' },
      minutes: { header: '每段分钟', kind: 'integer', required: true, least: 5, most: 60, example: 15, hint: '5 到 60' },
      publicUnits: units('公众号数', 2, true),
      familyDoctorUnits: units('家庭医生号数', 1),
      onSiteUnits: units('现场号数', 0),
      elderlyUnits: units('长者号数', 0),
      revisitUnits: units('复诊号数', 0),
      room: text('诊室', 'A01诊室'),
      validFrom: { header: '生效日期', kind: 'date', required: true, example: '2026-01-01', hint: '年-月-日' },
      validTo: { header: '截止日期', kind: 'date', example: '', hint: '不填就一直有效' },
    },
  },
  prices: {
    name: '价格', purpose: '收费项目，一个价格一行；调价就加一行新的生效日期。',
    columns: {
      code: must(text('项目代码', 'REG-GEN')),
      name: must(text('项目名称', '普通门诊诊察费')),
      nameEn: text('英文名称', 'General clinic registration'),
      kind: { header: '类别', kind: { oneOf: priceKind }, required: true, example: '挂号', hint: Object.keys(priceKind).join('、') },
      unit: must(text('单位', '次')),
      cents: { header: '单价（元）', kind: 'money', required: true, least: 0, most: 10_000_000, example: 22, hint: '最多两位小数' },
      insuranceShare: { header: '医保比例（%）', kind: 'number', least: 0, most: 100, example: 80, hint: '基本医保一般报多少' },
      departmentCode: text('执行科室编号', '', '在"科室"表里'),
      validFrom: { header: '生效日期', kind: 'date', required: true, example: '2026-01-01', hint: '年-月-日' },
      validTo: { header: '截止日期', kind: 'date', example: '', hint: '不填就一直有效' },
    },
  },
} as const satisfies Record<string, Sheet>

export type SheetName = keyof typeof sheets
