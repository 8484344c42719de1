import type { PastVisit } from '#journey/outpatient/consulting/contract.ts'
import type { KioskTicket, PaperReceipt } from '../contract.ts'

/** A narrow page, from top to bottom. */
export interface Paper {
  readonly title: string
  readonly parts: readonly PaperPart[]
}

export type PaperPart =
  | { readonly as: 'heading' | 'number' | 'text' | 'turns' | 'small'; readonly text: string }
  | { readonly as: 'pair'; readonly label: string; readonly value: string; readonly strong?: boolean }
  | { readonly as: 'rule' }
  | { readonly as: 'code'; readonly text: string }
  | { readonly as: 'cut' }

const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit', hour12: false })
const hour = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: 'numeric', minute: '2-digit', hour12: false })
const yuan = (cents: number) => `${cents < 0 ? '-' : ''}${(Math.abs(cents) / 100).toFixed(2)}`
const pair = (label: string, value: string, strong = false): PaperPart => ({ as: 'pair', label, value, strong })

/** The number, where to go and about when. The paper carries no full name: it is left on chairs. */
export function ticketPaper(ticket: KioskTicket): Paper {
  const where = [ticket.building, ticket.floor, ticket.zone, ticket.room].filter(Boolean).join(' ')
  const wait = ticket.fromMinutes === null || ticket.toMinutes === null ? '开诊后看大屏' : `${ticket.fromMinutes}–${ticket.toMinutes} 分钟`
  return {
    title: `号票 ${ticket.label}`,
    parts: [
      { as: 'heading', text: ticket.institutionName },
      { as: 'number', text: ticket.label },
      { as: 'text', text: [ticket.department.name, ticket.practitioner?.name].filter(Boolean).join(' ') },
      { as: 'rule' },
      pair('姓名 Name', ticket.nameMasked), pair('到哪里 Where', where, true), ...(ticket.placeEn === '' ? [] : [{ as: 'small', text: ticket.placeEn } as const]), pair('时段 Time', `${hour.format(new Date(ticket.startsAt))}–${hour.format(new Date(ticket.endsAt))}`),
      ...(ticket.ahead === null ? [] : [pair('前面 Ahead', `${ticket.ahead} 位`)]), pair('大约等 Wait', wait), pair('签到 Checked in', clock.format(new Date(ticket.checkedInAt))),
      ...wayParts(ticket.way),
      { as: 'rule' },
      { as: 'small', text: '没听到、没赶上都不用急：到护士台说一声，排在下一时段。\nMissed your call? Tell the nurse desk.' },
    ],
  }
}

/** Which floor, how long, and every turn in words, to be held in the hand while walking. */
function wayParts(way: KioskTicket['way']): PaperPart[] {
  if (!way) return []
  const [from, fromEn] = way.fromMachine ? ['从这台机器走过去', 'From this machine'] : ['从大门走过去', 'From the main entrance']
  return [
    { as: 'rule' },
    pair('怎么走 Way', `${way.floor}，约 ${way.minutes} 分钟`, true),
    { as: 'turns', text: [`${from}：`, ...way.turns.map(({ text }, i) => `${i + 1}. ${text}`)].join('\n') },
    { as: 'small', text: [`${fromEn}, about ${way.minutes} min:`, ...way.turns.map(({ textEn }, i) => `${i + 1}. ${textEn}`)].join('\n') },
  ]
}

/** Receipts, one below the other; the code leads to where anybody can see that each is real. */
export function receiptPaper(receipts: readonly PaperReceipt[]): Paper {
  return { title: `收据 ${receipts.at(-1)?.shownNumber ?? ''}`, parts: receipts.flatMap((receipt, i): PaperPart[] => [...(i > 0 ? [{ as: 'cut' } as const] : []), ...receiptParts(receipt)]) }
}

function receiptParts(receipt: PaperReceipt): PaperPart[] {
  const insured = receipt.lines.reduce((sum, line) => sum + line.insuranceCents, 0)
  return [
    { as: 'heading', text: receipt.institutionName },
    { as: 'text', text: receipt.kind === 'refund' ? '门诊退费收据' : '门诊收费收据' },
    { as: 'rule' },
    pair('收据号 Receipt', receipt.shownNumber), pair('就诊人 Patient', receipt.payer), pair('时间 Time', clock.format(new Date(receipt.issuedAt))), pair('就诊 Visit', receipt.title),
    { as: 'rule' },
    ...receipt.lines.map((line) => pair(line.name || '多付的部分', yuan(line.totalCents))),
    ...(insured === 0 ? [] : [pair('医保统筹（预估）', yuan(-insured))]),
    { as: 'rule' },
    pair(receipt.kind === 'refund' ? '退回' : '实付 Paid', `¥${yuan(receipt.amountCents)}`, true),
    { as: 'small', text: `大写 ${receipt.inWords}` },
    { as: 'code', text: receipt.verifyUrl },
    { as: 'small', text: `验证码 ${receipt.verificationCode}\n这张收据由系统开出，号码连续，不用盖章。` },
  ]
}

/** What the doctor wrote, for the hand: complaint, diagnosis, advice. */
export function reportPaper(visit: PastVisit, nameMasked: string, now: Date): Paper {
  const titled = (label: string, text: string | null): PaperPart[] => (text ? [{ as: 'small', text: label }, { as: 'text', text }] : [])
  return {
    title: `就诊记录 ${visit.departmentName}`,
    parts: [
      { as: 'heading', text: visit.institutionName },
      { as: 'text', text: '门诊就诊记录' },
      { as: 'rule' },
      pair('姓名 Name', nameMasked), pair('时间 Time', clock.format(new Date(visit.startedAt))), pair('科室 Department', visit.departmentName), pair('医生 Doctor', visit.practitionerName),
      { as: 'rule' },
      ...titled('主诉', visit.complaint), ...titled('诊断', visit.mainDiagnosis), ...titled('处理', visit.plan), ...titled('医生交代', visit.advice),
      { as: 'rule' },
      { as: 'small', text: `${clock.format(now)} 自助机打印。完整的记录在手机“记录”里。` },
    ],
  }
}
