import type { DeviceState } from '../contract.ts'
import type { Paper } from './devices.ts'

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)

const PRINTERS: readonly (readonly [DeviceState['printer'], string])[] = [['ready', '装纸，正常 paper in'], ['paper-low', '纸快没了 low'], ['paper-out', '没纸 out'], ['jam', '卡纸 jam']]
const READERS: readonly (readonly [DeviceState['reader'], string])[] = [['ready', '读卡器好 reader on'], ['missing', '读卡器坏 reader off']]

const NOTES: readonly (readonly [string, string])[] = [['500', '¥5'], ['1000', '¥10'], ['2000', '¥20'], ['5000', '¥50'], ['10000', '¥100']]
const ACCEPTOR: readonly (readonly [string, string])[] = [['full', '钱箱满 full'], ['jam', '卡钞 jam'], ['open-box', '取出钱箱 box out'], ['close-box', '装空箱 empty box in'], ['power-cut', '断电 power cut']]

/** The opened machine: show it a card or a code, take its paper away, look at what it printed. */
export function insidePage({ institutionId, machine }: { institutionId: number; machine: string }, state: DeviceState, papers: readonly Paper[]): string {
  const base = `/simulator/kiosk/${institutionId}/${encodeURIComponent(machine)}`
  const button = (what: string, value: string, label: string, isOn: boolean) =>
    `<form method="post" action="${base}/hands"><input type="hidden" name="what" value="${what}"><button name="value" value="${value}"${isOn ? ' aria-pressed="true"' : ''}>${label}</button></form>`
  const field = (what: string, label: string) =>
    `<form method="post" action="${base}/hands"><input type="hidden" name="what" value="${what}"><label>${label} <input name="value" required></label> <button>放上 show</button></form>`
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(machine)} 内部</title>
<style>body{font:16px/1.6 system-ui;margin:24px auto;max-width:720px;padding:0 16px}form{display:inline-block;margin:4px 8px 4px 0}button{font:inherit;padding:8px 14px}button[aria-pressed]{background:#0c5048;color:#fff}input{font:inherit;padding:8px}</style>
<h1>${escaped(machine)}</h1><p>模拟的读卡器、扫码口、打印机和收钞口。The simulated reader, scanner, printer and note acceptor.</p>
<h2>读卡 Cards</h2>${field('resident-id', '身份证号 ID number')}${field('insurance-code', '医保卡号 insurance')}
<h2>扫码 Code</h2>${field('code', '手机码 phone code')}
<h2>打印机 Printer</h2>${PRINTERS.map(([value, label]) => button('printer', value, label, state.printer === value)).join('')}
<h2>读卡器 Reader</h2>${READERS.map(([value, label]) => button('reader', value, label, state.reader === value)).join('')}
<h2>纸币 Notes</h2>${NOTES.map(([value, label]) => button('note', value, label, false)).join('')}
<h2>钱箱 Cash box</h2><p>${state.cash}</p>${ACCEPTOR.map(([value, label]) => button('note', value, label, false)).join('')}
<h2>出来的纸 Papers</h2><ul>${papers.map((paper) => `<li><a href="${base}/papers/${paper.id}">${escaped(paper.title)}</a> ${escaped(paper.state)}</li>`).join('') || '<li>还没有 none yet</li>'}</ul></html>`
}
