const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿']

/** An amount as Chinese receipts spell it, so that nobody adds a figure: 1234.05 is 壹仟贰佰叁拾肆元零伍分. */
export function amountInWords(cents: number): string {
  const amount = Math.abs(cents)
  const yuan = Math.floor(amount / 100)
  const jiao = Math.floor(amount / 10) % 10
  const fen = amount % 10
  const whole = yuan === 0 ? '' : `${integerInWords(yuan)}元`
  const rest = jiao === 0 && fen === 0 ? (whole ? '整' : '零元整')
    : `${jiao > 0 ? `${DIGITS[jiao]}角` : whole ? '零' : ''}${fen > 0 ? `${DIGITS[fen]}分` : '整'}`
  return `${cents < 0 ? '负' : ''}${whole}${rest}`
}

/** In groups of four; a run of noughts is said once, and not at the end. */
function integerInWords(value: number): string {
  let words = ''
  let gap = false
  const figures = String(value)
  for (const [i, figure] of [...figures].entries()) {
    const place = figures.length - 1 - i
    if (figure === '0') gap = true
    else {
      words += `${gap ? '零' : ''}${DIGITS[Number(figure)]}${PLACES[place % 4]}`
      gap = false
    }
    if (place % 4 === 0 && place > 0 && Math.floor(value / 10 ** place) % 10_000 > 0) words += GROUPS[place / 4] ?? ''
  }
  return words
}
