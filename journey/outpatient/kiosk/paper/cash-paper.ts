import type { CashNow, PaperReceipt } from '../contract.ts'
import { receiptPaper, type Paper, type PaperPart } from './papers.ts'

const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit', hour12: false })
const yuan = (cents: number) => `¥${(cents / 100).toFixed(2)}`
const pair = (label: string, value: string, strong = false): PaperPart => ({ as: 'pair', label, value, strong })

interface About {
  readonly receipts: readonly PaperReceipt[]
  readonly nameMasked: string
  readonly machine: string
  readonly at: Date
}

/** What was put into the machine, note by note, and where it went; below it the receipts of it. */
export function cashPaper(cash: CashNow, { receipts, nameMasked, machine, at }: About): Paper {
  const institution = receipts[0]?.institutionName ?? ''
  return {
    title: `现金凭条 ${yuan(cash.inCents)}`,
    parts: [
      ...(institution ? [{ as: 'heading', text: institution } as const] : []),
      { as: 'text', text: '现金凭条' },
      { as: 'rule' },
      pair('姓名 Name', nameMasked), pair('机器 Machine', machine), pair('时间 Time', clock.format(at)),
      { as: 'rule' },
      ...cash.notes.map(({ cents, count }) => pair(`${cents / 100} 元 × ${count} 张`, yuan(cents * count))),
      pair('一共放入 In all', yuan(cash.inCents), true),
      { as: 'rule' },
      ...(cash.paidCents > 0 ? [pair('付了账单 Paid', yuan(cash.paidCents))] : []),
      ...(cash.putAsideCents > 0 ? [pair('进了余额 Balance', yuan(cash.putAsideCents))] : []),
      ...(cash.doubtCents > 0 ? [pair('还没弄清 In doubt', yuan(cash.doubtCents), true), { as: 'small', text: '这张纸币机器没说清收没收。拿着这张纸到收费窗口，开箱点钱就清楚。\nWe will know when the box is counted: take this slip to the window.' } as const] : []),
      { as: 'small', text: '余额可以付下一次，也可以到收费窗口退现金。\nUse your balance next time, or have it back in cash at the window.' },
      ...(receipts.length > 0 ? [{ as: 'cut' } as const, ...receiptPaper(receipts).parts] : []),
    ],
  }
}
