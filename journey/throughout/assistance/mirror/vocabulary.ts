/**
 * What may travel from a patient's page to a helper's: a small vocabulary, everything else is left out. The same words are
 * applied three times: on the patient's device before anything leaves it, on the server before anything is kept, and on the
 * helper's device before anything is drawn.
 */
export interface MirrorNode {
  /** The element's number on the patient's page; 0 is the page itself. */
  readonly k: number
  /** Its parent's number. */
  readonly p: number
  /** The tag, or '#' for words. */
  readonly t: string
  readonly x?: string | undefined
  readonly a?: Readonly<Record<string, string>> | undefined
}

/** A part of the page as it is now, put in the place of the element with the number of its first node. */
export interface Patch {
  readonly nodes: readonly MirrorNode[]
}

const drawn = 'svg path circle rect line g polyline polygon'.split(' ')
const shown = ('div span p b strong i em small sup sub h1 h2 h3 h4 h5 h6 ul ol li dl dt dd a button label input select option optgroup textarea fieldset legend section nav main '
  + 'header footer article aside figure figcaption details summary dialog time table caption thead tbody tfoot tr th td hr br output progress').split(' ')
const tags: ReadonlySet<string> = new Set([...shown, ...drawn, '#'])
export const drawnTags: ReadonlySet<string> = new Set(drawn)

const plain: ReadonlySet<string> = new Set(('class role type disabled checked selected open placeholder value hidden rows colspan rowspan max aria-label aria-pressed aria-current aria-selected '
  + 'aria-expanded aria-disabled aria-hidden aria-busy aria-invalid data-s data-strong data-mode data-size viewBox d fill stroke stroke-width stroke-linecap cx cy r x y x1 x2 y1 y2 rx width height points transform').split(' '))
const laidOut = new Set('display width min-width max-width height left right top bottom flex grid-template-columns grid-column grid-row grid-area margin margin-top text-align font-size'.split(' '))

export function isKnownTag(tag: string): boolean {
  return tags.has(tag)
}

/** Sizes and the look's own names (`--av: 44px`); never an address, never a script. */
export function cleanStyle(style: string): string {
  return style.split(';').map((part) => part.trim()).filter((part) => {
    const at = part.indexOf(':')
    const [name, value] = [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]
    return at > 0 && (laidOut.has(name) || /^--[a-z][a-z0-9-]*$/.test(name)) && /^[\w\s.,%#()+*/-]{1,120}$/.test(value) && !/url|expression|import|attr|image|env|javascript/i.test(value)
  }).join('; ')
}

function cleanAttribute(name: string, value: string): string | undefined {
  if (name === 'style') return cleanStyle(value) || undefined
  if (!plain.has(name)) return undefined
  if (name === 'class') return /^[\w\s-]{0,200}$/.test(value) ? value : undefined
  // A long path is no icon: it is a code to scan.
  if (name === 'd' || name === 'points' || name === 'transform') return /^[\w\s.,()-]{0,600}$/.test(value) ? value : undefined
  // How an icon is cut out: without it nothing of it is drawn, and "0 0 24 24" is nobody's number.
  if (name === 'viewBox') return /^0 0 \d{1,3} \d{1,3}$/.test(value) ? value : undefined
  if (name === 'type') return /^[a-z-]{0,20}$/.test(value) ? value : undefined
  return maskDigits(value.slice(0, 300))
}

const spelled = /\p{Nd}(?:[\s\p{Pd}\p{Cf}·.]{0,2}\p{Nd}){5,}/gu
const day = /^(?:19|20)\d{2}([-.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])$/

/** Six figures or more in a row, however they are spaced, may be an identity number, a phone, a card or a code: dots stand in their place. A day stays a day. */
export function maskDigits(words: string): string {
  return words.replaceAll(spelled, (run) => (day.test(run) ? run : run.replaceAll(/\p{Nd}/gu, '•')))
}

export function dots(value: string): string {
  return '•'.repeat(Math.min([...value].length, 8))
}

/** One node with nothing in it that is not in the vocabulary; undefined when the element itself is not. */
export function cleanNode(node: MirrorNode): MirrorNode | undefined {
  const tag = node.t === 'form' ? 'div' : node.t
  if (!isKnownTag(tag)) return undefined
  if (tag === '#') return { k: node.k, p: node.p, t: '#', x: maskDigits((node.x ?? '').slice(0, 2000)) }
  const attributes = Object.entries(node.a ?? {}).flatMap(([name, value]) => {
    const clean = cleanAttribute(name, value)
    return clean === undefined ? [] : [[name, clean] as const]
  })
  // What somebody writes is theirs; only words they search with are shown.
  const kept = tag === 'input' || tag === 'textarea' ? attributes.map(([name, value]) => [name, name === 'value' && node.a?.['type'] !== 'search' ? dots(value) : value] as const) : attributes
  return { k: node.k, p: node.p, t: tag, ...(kept.length > 0 ? { a: Object.fromEntries(kept) } : {}) }
}

/** A number told in pieces, each in an element of its own, is hidden as one would be. */
function maskPieces(nodes: readonly MirrorNode[]): MirrorNode[] {
  const words = nodes.flatMap((node, at) => (node.t === '#' && /\S/.test(node.x ?? '') ? [{ at, text: node.x ?? '' }] : []))
  const hidden = new Set<number>()
  for (let from = 0; from < words.length; from += 1) {
    let to = from
    while (to < words.length && /^[\p{Nd}\s]*\p{Nd}[\p{Nd}\s]*$/u.test(words[to]?.text ?? '')) to += 1
    const run = words.slice(from, to)
    if (run.length > 1 && run.map(({ text }) => text).join('').replaceAll(/\P{Nd}/gu, '').length >= 6) for (const { at } of run) hidden.add(at)
    from = Math.max(from, to - 1)
  }
  return nodes.map((node, at) => (hidden.has(at) ? { ...node, x: (node.x ?? '').replaceAll(/\p{Nd}/gu, '•') } : node))
}

/** A part of a page without anything that must not travel. Children of what is left out are left out. */
export function cleanPatch(patch: Patch): Patch {
  const kept = new Set<number>()
  const nodes: MirrorNode[] = []
  for (const [at, node] of patch.nodes.entries()) {
    const clean = at === 0 || kept.has(node.p) ? cleanNode(node) : undefined
    if (!clean || (at > 0 && clean.k === patch.nodes[0]?.k)) continue
    if (clean.t !== '#') kept.add(clean.k)
    nodes.push(clean)
  }
  return { nodes: maskPieces(nodes) }
}

/** The style sheets of our own pages, by their built names. */
export function isOwnSheet(href: string): boolean {
  return /^\/(?:staff\/|kiosk\/|board\/)?assets\/[\w.-]+\.css$/.test(href)
}
