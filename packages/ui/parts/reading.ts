import { sentencesIn } from './sentences.ts'

/** One sentence of the page, with the place where it stands. */
export type Piece = { words: string; range: Range }

const passed = '.sr, [hidden], [aria-hidden="true"], svg, script, style, option, .reading, [data-own]'
const inline = new Set(['inline', 'inline-block', 'inline-flex', 'contents'])

/** The page's heading and main part, sentence by sentence, in the order in which they stand. */
export function piecesOf(root: ParentNode = document): Piece[] {
  const parts = [root.querySelector('h1'), root.querySelector('#main, main')].filter((part) => part !== null)
  return parts.flatMap((part) => blocksOf(part).flatMap(sentencesOf))
}

/** Words that belong together: all texts of one block, however many elements they stand in. */
function blocksOf(root: Element): Text[][] {
  const blocks: Text[][] = []
  let last: Element | undefined
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const own = node.parentElement
    if (own === null || !/\S/.test(node.textContent ?? '') || own.closest(passed) || !own.checkVisibility()) continue
    let block: Element = own
    while (block !== root && block.parentElement && inline.has(getComputedStyle(block).display)) block = block.parentElement
    if (block === last) blocks.at(-1)?.push(node as Text)
    else blocks.push([node as Text])
    last = block
  }
  return blocks
}

function sentencesOf(texts: readonly Text[]): Piece[] {
  const starts: number[] = []
  let all = ''
  for (const text of texts) { starts.push(all.length); all += `${text.data} ` }
  return sentencesIn(all).map(({ from, to }) => {
    const range = document.createRange()
    const [a, b] = [textAt(starts, from), textAt(starts, to - 1)]
    const [first, last] = [texts[a], texts[b]]
    if (first && last) {
      range.setStart(first, Math.min(from - (starts[a] ?? 0), first.length))
      range.setEnd(last, Math.min(to - (starts[b] ?? 0), last.length))
    }
    return { words: all.slice(from, to).replaceAll(/\s+/g, ' ').trim(), range }
  })
}

function textAt(starts: readonly number[], at: number): number {
  return Math.max(0, starts.findLastIndex((start) => start <= at))
}

/** Whether this device can say it in the reader's language. Voices come late on some devices. */
export async function hasVoice(language: string): Promise<boolean> {
  if (typeof speechSynthesis === 'undefined') return false
  const speaks = () => speechSynthesis.getVoices().some(({ lang }) => (language === 'en' ? /^en/i : /^(zh|cmn|yue)/i).test(lang))
  for (let waited = 0; waited < 10 && !speaks(); waited += 1) await new Promise((resolve) => setTimeout(resolve, 100))
  return speaks()
}

/** Shows which words are being read; nothing where the browser cannot, the voice is enough. */
export function show(piece: Piece | undefined): void {
  if (!('highlights' in CSS)) return
  if (piece === undefined) { CSS.highlights.delete('reading'); return }
  CSS.highlights.set('reading', new Highlight(piece.range))
  piece.range.startContainer.parentElement?.scrollIntoView({ block: 'center' })
}
