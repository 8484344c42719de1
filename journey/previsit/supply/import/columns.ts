import type { Half, PoolCode } from '#engines/capacity/contract.ts'

/** What a cell is read as. */
export type CellKind = 'text' | 'weekdays' | 'half' | 'time' | 'minutes' | 'units' | 'date'

export interface ImportColumn {
  readonly key: string
  /** As the template writes it; what people write instead is understood too. */
  readonly header: string
  readonly also: readonly string[]
  readonly kind: CellKind
  readonly required: boolean
  readonly example: string | number
  readonly hint: string
  readonly pool?: PoolCode
}

export const HALVES: Readonly<Record<string, Half>> = {
  上午: 'morning', 早上: 'morning', 上: 'morning', am: 'morning', morning: 'morning',
  下午: 'afternoon', 午后: 'afternoon', 下: 'afternoon', pm: 'afternoon', afternoon: 'afternoon',
  晚上: 'evening', 夜间: 'evening', 晚间: 'evening', 夜: 'evening', 夜门诊: 'evening', evening: 'evening',
}
export const HALF_WORDS = { morning: '上午', afternoon: '下午', evening: '晚上' } as const

const units = (pool: PoolCode, header: string, also: readonly string[], example: number): ImportColumn => ({
  key: `units:${pool}`, header, also: [...also, pool], kind: 'units', required: false, example, hint: '每个时段几个号，0 或空着表示没有', pool,
})

/** The columns of a schedule in a spreadsheet: one row is one weekly pattern. The hospital's own order of columns does not matter. */
export const columns: readonly ImportColumn[] = [
  { key: 'clinic', header: '门诊编码', also: ['门诊代码', '编码', 'clinic code', 'code'], kind: 'text', required: false, example: 'S0003', hint: '和“门诊名称”至少填一个' },
  { key: 'name', header: '门诊名称', also: ['门诊', '号别', '出诊门诊', 'clinic', 'clinic name'], kind: 'text', required: false, example: '某某专家门诊', hint: '没有编码时按名称找' },
  { key: 'doctor', header: '医生', also: ['医师', '医生姓名', '专家', 'doctor'], kind: 'text', required: false, example: '某某', hint: '名称相同时用来区分' },
  { key: 'weekdays', header: '星期', also: ['出诊日', '周几', '出诊时间', 'weekdays', 'weekday', 'days'], kind: 'weekdays', required: true, example: '一、三、五', hint: '一 到 日；节 是法定节假日' },
  { key: 'half', header: '午别', also: ['班次', '时段', '半天', 'half', 'session'], kind: 'half', required: true, example: '上午', hint: '上午、下午、晚上' },
  { key: 'from', header: '开始时间', also: ['开始', '起', '上班', 'from', 'start'], kind: 'time', required: true, example: '08:00', hint: '8:00 或 08:00' },
  { key: 'to', header: '结束时间', also: ['结束', '止', '下班', 'to', 'end'], kind: 'time', required: true, example: '11:30', hint: '比开始时间晚' },
  { key: 'minutes', header: '每段分钟', also: ['时长', '分钟', '间隔', '时段长度', 'minutes', 'period minutes'], kind: 'minutes', required: true, example: 15, hint: '5 到 60' },
  units('public', '公众号数', ['普通号数', '号数', '公众', 'public units'], 2),
  units('family-doctor', '家医号数', ['家庭医生号数', '基层号数'], 1),
  units('revisit', '复诊号数', ['复诊'], 0),
  units('on-site', '现场号数', ['现场'], 0),
  units('elderly', '长者号数', ['老年号数', '长者'], 0),
  units('consortium', '医联体号数', ['医联体'], 0),
  units('team', '团队号数', ['团队'], 0),
  { key: 'room', header: '诊室', also: ['房间', '地点', '诊间', 'room'], kind: 'text', required: false, example: '5诊室', hint: '可不填' },
  { key: 'validFrom', header: '开始日期', also: ['生效日期', '起始日期', '从', 'valid from'], kind: 'date', required: true, example: '2026-12-01', hint: '最早从明天起' },
  { key: 'validTo', header: '结束日期', also: ['失效日期', '截止日期', '到', 'valid to'], kind: 'date', required: false, example: '', hint: '空着表示一直有效' },
]

export const SHEET = '排班'
export const MOST_ROWS = 500
