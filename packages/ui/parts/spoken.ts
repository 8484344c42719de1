/** What somebody said, as a field takes it: pure, in Chinese and English. What cannot be made out is undefined, never guessed. */
export type SpokenKind = 'words' | 'name' | 'digits' | 'number' | 'date'

const figures: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, 洞: 0, 一: 1, 幺: 1, 壹: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 拐: 7, 八: 8, 九: 9,
  zero: 0, oh: 0, o: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9,
}
const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ordinals = 'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(' ')
const months = 'january february march april may june july august september october november december'.split(' ')

/** Full-width letters and figures as ordinary ones, one blank, no blanks around, no full stop at the end. */
function plain(said: string): string {
  return said.normalize('NFKC').replaceAll(/\s+/g, ' ').replaceAll(/^[\s,，.。!！?？、]+|[\s,，.。!！?？、]+$/g, '')
}

/** Reads a number said figure by figure: "一三八", "one three eight", "double five". */
export function digitsSaid(said: string): string | undefined {
  const parts = plain(said).toLowerCase().replaceAll(/[-–—,，、.·]/g, ' ').match(/\d+|[零〇洞一幺壹二两三四五六七拐八九]|[a-z]+|[^\s]/g)
  if (!parts) return undefined
  let digits = ''
  let times = 1
  for (const part of parts) {
    if (part === 'double' || part === 'triple') { times = part === 'double' ? 2 : 3; continue }
    const figure = /^\d+$/.test(part) ? part : figures[part]
    if (figure === undefined) return undefined
    digits += String(figure).repeat(times)
    times = 1
  }
  return digits === '' ? undefined : digits
}

const places: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** A whole number in Chinese words below one hundred million: "一百零五", "两万三千". */
function chineseNumber(said: string): number | undefined {
  const [high, low, more] = said.split('万')
  if (more !== undefined) return undefined
  if (low !== undefined) {
    const [above, below] = [chineseNumber(high ?? ''), low === '' ? 0 : chineseNumber(low)]
    return above === undefined || below === undefined ? undefined : above * 10_000 + below
  }
  let [sum, figure] = [0, undefined as number | undefined]
  let last = 10_000
  for (const one of said) {
    const place = places[one]
    if (place !== undefined) {
      if (place >= last) return undefined
      sum += (figure ?? (place === 10 && sum === 0 ? 1 : Number.NaN)) * place
      ;[figure, last] = [undefined, place]
    } else if (one === '零' || one === '〇') figure = figure === undefined ? undefined : Number.NaN
    else if (figures[one] === undefined || figure !== undefined) return undefined
    else figure = figures[one]
  }
  const whole = sum + (figure ?? 0)
  return Number.isNaN(whole) || said === '' ? undefined : whole
}

function englishNumber(said: string): number | undefined {
  let [sum, current, any] = [0, 0, false]
  for (const word of said.toLowerCase().replaceAll('-', ' ').split(' ').filter((one) => one !== '' && one !== 'and')) {
    const [ten, teen] = [tens.indexOf(word), teens.indexOf(word)]
    if (word === 'hundred') current *= 100
    else if (word === 'thousand') [sum, current] = [sum + current * 1000, 0]
    else if (ten >= 0) current += (ten + 2) * 10
    else if (teen >= 0) current += teen + 10
    else if (figures[word] !== undefined && word.length > 1) current += figures[word] ?? 0
    else return undefined
    any = true
  }
  return any ? sum + current : undefined
}

/** A whole number: "25", "二十五", "twenty-five". */
export function numberSaid(said: string): number | undefined {
  const words = plain(said).replaceAll(/(元|块钱?|岁|个|位|yuan)$/g, '').trim()
  if (/^\d{1,8}$/.test(words)) return Number(words)
  return /^[\u4e00-\u9fff〇]+$/.test(words) ? chineseNumber(words) : englishNumber(words)
}

function iso(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : undefined
}

/** A day: "一九五二年三月五号", "明天", "5 March 1952", "March the fifth, nineteen fifty-two". `today` is YYYY-MM-DD. */
export function dateSaid(said: string, today: string): string | undefined {
  const words = plain(said).toLowerCase()
  const near = { 昨天: -1, yesterday: -1, 今天: 0, 今日: 0, today: 0, 明天: 1, tomorrow: 1, 后天: 2, 大后天: 3 }[words]
  if (near !== undefined) return new Date(Date.parse(`${today}T00:00:00Z`) + near * 86_400_000).toISOString().slice(0, 10)
  const written = /^(\d{4})[-/.年 ]+(\d{1,2})[-/.月 ]+(\d{1,2})[日号]?$/.exec(words)
  if (written) return iso(Number(written[1]), Number(written[2]), Number(written[3]))
  const chinese = /^(?:(\S+?)年)?(\S+?)月(\S+?)[日号]?$/.exec(words.replaceAll(' ', ''))
  if (chinese) {
    const year = chinese[1] === undefined ? Number(today.slice(0, 4)) : Number(digitsSaid(chinese[1]) ?? Number.NaN)
    return iso(year, numberSaid(chinese[2] ?? '') ?? 0, numberSaid(chinese[3] ?? '') ?? 0)
  }
  return englishDate(words, today)
}

function englishDate(words: string, today: string): string | undefined {
  const parts = words.replaceAll(/[,.]/g, ' ').replaceAll('-', ' ').split(/\s+/).filter((one) => one !== '' && one !== 'the' && one !== 'of')
  const at = parts.findIndex((part) => part.length >= 3 && months.some((month) => month === part || month.slice(0, 3) === part))
  const found = parts[at]
  if (found === undefined) return undefined
  const month = months.findIndex((one) => one === found || one.slice(0, 3) === found) + 1
  const before = parts.slice(0, at)
  let rest = parts.slice(at + 1)
  let day = dayOf(before)
  // "March the fifth …": the day is the first words that make one.
  for (let length = Math.min(2, rest.length); day === undefined && before.length === 0 && length > 0; length -= 1) {
    day = dayOf(rest.slice(0, length))
    if (day !== undefined) rest = rest.slice(length)
  }
  const year = rest.length === 0 ? Number(today.slice(0, 4)) : yearOf(rest)
  return day === undefined || year === undefined ? undefined : iso(year, month, day)
}

function dayOf(parts: readonly string[]): number | undefined {
  const said = parts.join(' ')
  const figure = /^(\d{1,2})(st|nd|rd|th)?$/.exec(said)
  if (figure) return Number(figure[1])
  if (said === 'thirtieth') return 30
  const [first = '', second = ''] = parts
  if (parts.length === 1 && ordinals.includes(first)) return ordinals.indexOf(first)
  const ten = first === 'twenty' ? 20 : first === 'thirty' ? 30 : undefined
  return ten !== undefined && ordinals.includes(second) ? ten + ordinals.indexOf(second) : undefined
}

function yearOf(parts: readonly string[]): number | undefined {
  const said = parts.join(' ')
  if (/^\d{4}$/.test(said)) return Number(said)
  const whole = englishNumber(said)
  if (/thousand/.test(said)) return whole
  // "nineteen fifty-two": two halves.
  const [high, low] = [englishNumber(parts[0] ?? ''), parts[1] === 'oh' || parts[1] === 'o' ? figures[parts[2] ?? ''] : englishNumber(parts.slice(1).join(' '))]
  return high !== undefined && low !== undefined && high >= 18 && high <= 20 && low < 100 ? high * 100 + low : undefined
}

/** A name without what one says before it: "我叫周桂兰", "my name is Ann Lee". */
export function nameSaid(said: string): string | undefined {
  const words = plain(said).replace(/^(我的名字是|我的名字叫|名字叫|名字是|姓名是|姓名|我叫|他叫|她叫|我是|my name is|the name is|i am|i'm|it is|it's)[\s:：,，]*/iu, '').replace(/^(叫|是)(?=.{2,})/u, '')
  const name = /\p{Script=Han}/u.test(words) ? words.replaceAll(' ', '') : words.replaceAll(/\b\p{Ll}/gu, (letter) => letter.toUpperCase())
  return /^[\p{L}\p{M}][\p{L}\p{M} .·'’-]{0,59}$/u.test(name) ? name : undefined
}

/** What to search for without the request around it: "帮我找一下心内科", "I'm looking for a cardiologist". */
export function wordsSaid(said: string): string | undefined {
  const words = plain(said).replace(/^(请|麻烦)?(帮我|给我)?(找一下|搜一下|查一下|搜索|找|搜|查|我要看|我想看|我要找|我想找|挂|我要挂|我想挂)(?=.)/u, '').replace(/^(please )?(i'm looking for|i am looking for|i want to see|look for|search for|find( me)?|show me)( an?| the)? /iu, '').replace(/的?号$/u, '')
  return words === '' ? undefined : words.slice(0, 200)
}

/** What was said, as the field takes it. */
export function spokenFor(kind: SpokenKind, said: string, today: string): string | undefined {
  if (kind === 'digits') return digitsSaid(said)
  if (kind === 'number') return numberSaid(said)?.toString()
  if (kind === 'date') return dateSaid(said, today)
  return kind === 'name' ? nameSaid(said) : wordsSaid(said)
}
