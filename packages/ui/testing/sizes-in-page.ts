// Measures the page it is run in. It is read as text and given to a browser (apps/sizes-for-tests.ts), so it imports nothing.

type Box = { x: number; y: number; width: number; height: number }

/** Short enough for a line of a report, long enough to be found. */
function nameOf(element: Element): string {
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 24)
  const classes = typeof element.className === 'string' && element.className !== '' ? `.${element.className.trim().split(/\s+/).slice(0, 2).join('.')}` : ''
  return `${element.tagName.toLowerCase()}${classes} "${words}"`
}

/** Drawn, not only spoken: what is for screen readers alone has no size. */
function isShown(element: Element): boolean {
  if (element.closest('.sr, .skip, [hidden], [inert], [aria-hidden="true"] svg')) return false
  const box = element.getBoundingClientRect()
  return box.width > 1 && box.height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
}

/** Elements with words of their own, and those words' own node. */
function texts(root: Element): { element: Element; node: Text }[] {
  const found: { element: Element; node: Text }[] = []
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const element = node.parentElement
    if (element === null || !/\S/.test(node.textContent ?? '') || element.closest('svg, script, style, option, noscript') || !isShown(element)) continue
    found.push({ element, node: node as Text })
  }
  return found
}

function channels(colour: string): [number, number, number, number] {
  const parts = (colour.match(/-?[\d.]+%?/g) ?? []).map((part) => (part.endsWith('%') ? Number.parseFloat(part) / 100 : Number(part)))
  const scale = colour.startsWith('color(') ? 255 : 1
  return [(parts[0] ?? 0) * scale, (parts[1] ?? 0) * scale, (parts[2] ?? 0) * scale, parts[3] ?? 1]
}

function over(top: readonly number[], below: readonly number[]): [number, number, number, number] {
  const alpha = top[3] ?? 1
  const mix = (at: number) => (top[at] ?? 0) * alpha + (below[at] ?? 0) * (1 - alpha)
  return [mix(0), mix(1), mix(2), 1]
}

/** What lies behind the words, all layers mixed; null where a picture lies there, which a machine cannot judge. */
function behind(element: Element): [number, number, number, number] | null {
  const layers: [number, number, number, number][] = []
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const style = getComputedStyle(at)
    if (style.backgroundImage !== 'none') return null
    layers.push(channels(style.backgroundColor))
    if (layers.at(-1)?.[3] === 1) break
  }
  return layers.reduceRight<[number, number, number, number]>((below, layer) => over(layer, below), [255, 255, 255, 1])
}

function luminance(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour.slice(0, 3).map((value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4 })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function badContrast(): string[] {
  return texts(document.body).flatMap(({ element }) => {
    if (element.closest('[disabled], [aria-disabled="true"], [data-s="past"]')) return []
    const style = getComputedStyle(element)
    const ground = behind(element)
    if (ground === null) return []
    const [a, b] = [luminance(over(channels(style.color), ground)), luminance(ground)]
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
    return ratio >= least - 0.01 ? [] : [`contrast: ${nameOf(element)} (${ratio.toFixed(2)}, needs ${least})`]
  })
}

export function smallText(least: number, leastMain: number): string[] {
  const side = 'small, .small, .caption, .muted, .tag, .chip, .field__hint, .av, .kbd, .state__code, .steps, .wait__axis, figcaption, .demo'
  return texts(document.body).flatMap(({ element }) => {
    const size = Number.parseFloat(getComputedStyle(element).fontSize)
    if (size < least - 0.1) return [`text-size: ${nameOf(element)} (${size.toFixed(1)} px, needs ${least})`]
    if (size < leastMain - 0.1 && element.closest('main') !== null && element.closest(side) === null) return [`text-size: ${nameOf(element)} (${size.toFixed(1)} px, main text at the largest step needs ${leastMain})`]
    return []
  })
}

/** The lines a piece of text takes, by their tops; words of different size on one line share it. */
function linesOf(node: Node): number {
  const range = document.createRange()
  range.selectNodeContents(node)
  const tops: number[] = []
  for (const box of range.getClientRects()) if (box.width > 0 && !tops.some((top) => Math.abs(top - box.top) < box.height / 2)) tops.push(box.top)
  return tops.length
}

export function tightLines(): string[] {
  return texts(document.body).flatMap(({ element, node }) => {
    if (linesOf(node) < 2) return []
    const style = getComputedStyle(element)
    const ratio = style.lineHeight === 'normal' ? 1.2 : Number.parseFloat(style.lineHeight) / Number.parseFloat(style.fontSize)
    return ratio >= 1.295 ? [] : [`line-height: ${nameOf(element)} (${ratio.toFixed(2)}, needs 1.3)`]
  })
}

/** Two paragraphs in a row: the last line of one and the first of the next lie 1.3 lines apart. */
export function tightParagraphs(): string[] {
  return [...document.querySelectorAll('main p + p, dialog[open] p + p')].flatMap((second) => {
    const first = second.previousElementSibling
    if (first === null || !isShown(first) || !isShown(second) || (linesOf(first) < 2 && linesOf(second) < 2)) return []
    const [above, below] = [first.getBoundingClientRect(), second.getBoundingClientRect()]
    if (below.top < above.top + above.height / 2 || getComputedStyle(second.parentElement as Element).display === 'flex' && below.left > above.right) return []
    // A large figure above its note is no paragraph: the smaller of the two lines counts.
    const line = Math.min(Number.parseFloat(getComputedStyle(first).lineHeight), Number.parseFloat(getComputedStyle(second).lineHeight))
    return below.top - above.bottom >= line * 0.3 - 0.6 ? [] : [`paragraph-spacing: ${nameOf(second)} (${(1 + (below.top - above.bottom) / line).toFixed(2)} lines, needs 1.3)`]
  })
}

/** What the finger meets: a box to tick is touched through its label. */
function targetOf(element: Element): Box {
  const choice = element.matches('input[type="radio"], input[type="checkbox"]') ? element.closest('label') : null
  const own = (choice ?? element).getBoundingClientRect()
  const search = element.matches('input') ? element.closest('.search') : null
  return search ? { x: own.x, y: search.getBoundingClientRect().y, width: own.width, height: search.getBoundingClientRect().height } : own
}

export function smallTargets(least: number): string[] {
  const controls = document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="tab"], [role="option"]')
  return [...controls].flatMap((element) => {
    if (!isShown(element) && !element.matches('label input')) return []
    if (!isShown(element.closest('label') ?? element) || element.closest('[data-not-touched]')) return []
    // A link within a sentence is as tall as its line: the rule leaves it out.
    if (element.matches('a') && getComputedStyle(element).display === 'inline' && element.closest('p, li, dd, td') !== null) return []
    const { width, height } = targetOf(element)
    return Math.min(width, height) >= least - 0.6 ? [] : [`target-size: ${nameOf(element)} (${width.toFixed(0)}×${height.toFixed(0)} px, needs ${least})`]
  })
}

/** A link in running text is underlined; a field that is wrong says so in words; a dot of colour has a word beside it. */
export function colourAlone(): string[] {
  const links = [...document.querySelectorAll('p a[href]')].filter((link) => isShown(link) && !link.matches('.btn') && (link.closest('p')?.textContent ?? '').trim() !== (link.textContent ?? '').trim()
    && !getComputedStyle(link).textDecorationLine.includes('underline') && getComputedStyle(link).fontWeight === getComputedStyle(link.parentElement as Element).fontWeight)
  const wrong = [...document.querySelectorAll('[aria-invalid="true"]')].filter((field) => !(field.getAttribute('aria-describedby') ?? '').split(' ').some((id) => /\S/.test(document.getElementById(id)?.textContent ?? '')))
  const dots = [...document.querySelectorAll('.tag, .dot, .path > li, .steps > li, [data-s]')].filter((mark) => isShown(mark) && !/\S/.test((mark.matches('.dot') ? mark.parentElement : mark)?.textContent ?? '') && !mark.getAttribute('aria-label'))
  return [...links, ...wrong, ...dots].map((element) => `colour-alone: ${nameOf(element)}`)
}

/** Nothing opens by itself over the page, and nothing that stays covers half of it. */
export function popUps(): string[] {
  const opened = [...document.querySelectorAll('dialog[open], [role="dialog"], [role="alertdialog"]')].filter(isShown)
  const covering = [...document.querySelectorAll('body *')].filter((element) => {
    if (getComputedStyle(element).position !== 'fixed' || !isShown(element)) return false
    const { width, height } = element.getBoundingClientRect()
    return width * height > innerWidth * innerHeight / 2
  })
  return [...opened, ...covering].map((element) => `pop-up: ${nameOf(element)}`)
}

/** A word in Latin letters that is cut between two lines, or words that end in dots: neither can be read. */
export function brokenWords(): string[] {
  return texts(document.body).flatMap(({ element, node }) => {
    const style = getComputedStyle(element)
    if (style.textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth + 1) return [`cut-off: ${nameOf(element)}`]
    const words = (node.textContent ?? '').matchAll(/[A-Za-z]{2,}/g)
    for (const word of words) {
      const range = document.createRange()
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0)
      if (boxes.length > 1 && Math.abs((boxes[0]?.top ?? 0) - (boxes.at(-1)?.top ?? 0)) > 4) return [`word-broken: ${nameOf(element)} ("${word[0]}")`]
    }
    return []
  })
}

export function tooWide(): string[] {
  return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1 ? [`sideways: the page is ${document.documentElement.scrollWidth} px wide on ${document.documentElement.clientWidth}`] : []
}

/** What a ring could be drawn on: the control, its label, and the box around it. */
function ringOf(element: Element): string {
  const around = [element, element.parentElement, element.parentElement?.parentElement ?? null]
  return around.map((one) => (one === null ? '' : ((style) => `${style.boxShadow} ${style.outlineStyle === 'none' ? '' : `${style.outlineColor} ${style.outlineWidth}`} ${style.borderColor}`)(getComputedStyle(one)))).join('|')
}

/** Puts the keyboard on one control after the other: each shows it, and none hides under what is pinned to the screen. */
export function lostFocus(): string[] {
  const controls = [...document.querySelectorAll<HTMLElement>('a[href], button:not([disabled]), input:not([disabled]):not([type="hidden"]), select:not([disabled]), textarea:not([disabled]), summary')].filter((one) => isShown(one) || one.matches('label input')).slice(0, 80)
  const [x, y] = [scrollX, scrollY]
  const found = controls.flatMap((element) => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    const before = ringOf(element)
    element.focus()
    if (document.activeElement !== element) return []
    if (element.matches(':focus-visible') && ringOf(element) === before) return [`focus-unseen: ${nameOf(element)}`]
    const box = (element.matches('label input') ? element.closest('label') ?? element : element).getBoundingClientRect()
    const points = [[0.5, 0.5], [0.1, 0.15], [0.9, 0.15], [0.1, 0.85], [0.9, 0.85]].map(([h = 0, v = 0]) => document.elementFromPoint(box.x + box.width * h, box.y + box.height * v))
    return points.some((hit) => hit !== null && (element.contains(hit) || hit.contains(element))) ? [] : [`focus-covered: ${nameOf(element)}`]
  })
  ;(document.activeElement as HTMLElement | null)?.blur()
  scrollTo(x, y)
  return found
}
