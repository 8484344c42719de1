import { cleanPatch, drawnTags, isOwnSheet } from '../../contract.ts'
import type { Frame, Patch } from '../../contract.ts'

const svg = 'http://www.w3.org/2000/svg'

/**
 * Draws the other's page into a frame that runs no script and leads nowhere. Element by element from the vocabulary, cleaned a
 * third time here: whatever a forged page or a careless server lets through, nothing of it is ever parsed as HTML.
 */
export function drawFrame(view: Document, frame: Frame): void {
  const { body, documentElement } = view
  documentElement.lang = frame.view.language
  body.dataset.mode = frame.view.mode
  if (frame.view.mode === '') delete body.dataset.mode
  body.dataset.size = frame.view.size
  for (const sheet of frame.view.sheets.filter(isOwnSheet)) {
    if ([...view.head.querySelectorAll('link')].some((link) => link.getAttribute('href') === sheet)) continue
    const link = view.createElement('link')
    link.rel = 'stylesheet'
    link.setAttribute('href', sheet)
    view.head.append(link)
  }
  if (frame.whole) body.replaceChildren()
  for (const patch of frame.patches) draw(view, patch)
  view.defaultView?.scrollTo(frame.view.scrollX, frame.view.scrollY)
}

function draw(view: Document, patch: Patch): void {
  const { nodes } = cleanPatch(patch)
  const first = nodes[0]
  if (!first) return
  const made = new Map<number, Element>()
  for (const node of nodes) {
    const parent = made.get(node.p)
    if (node.t === '#') { parent?.append(view.createTextNode(node.x ?? '')); continue }
    const element = drawnTags.has(node.t) ? view.createElementNS(svg, node.t) : view.createElement(node.t)
    for (const [name, value] of Object.entries(node.a ?? {})) element.setAttribute(name, value)
    element.setAttribute('data-k', String(node.k))
    if (element.localName === 'button') element.setAttribute('type', 'button')
    made.set(node.k, element)
    if (node !== first) parent?.append(element)
  }
  const top = made.get(first.k)
  if (!top) return
  const before = view.querySelector(`[data-k="${first.k}"]`)
  if (before) before.replaceWith(top)
  else view.body.append(top)
}

export interface Chosen {
  readonly target: number
  readonly label: string
  readonly canFill: boolean
  readonly canPress: boolean
}

/** Word by word, as it is read out: what is drawn only, like the first letter of a name, is left out. */
function saidBy(element: Element): string {
  if (element.getAttribute('aria-hidden') === 'true' || element.matches('.av')) return ''
  return [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent ?? '' : saidBy(node as Element))).join(' ')
}

function shortened(words: string): string {
  return words.length > 48 ? `${words.slice(0, 47)}…` : words
}

const pressed = 'a, button, summary, label:has(input), [role="button"], [role="option"], [role="tab"]'
const filled = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select'

export function chosenOf(element: Element | null): Chosen | undefined {
  const control = element?.closest(`${pressed}, ${filled}`) ?? element?.closest('[data-k]')
  const target = Number(control?.getAttribute('data-k') ?? Number.NaN)
  if (!control || !Number.isInteger(target) || target === 0) return undefined
  const field = control.matches(filled) ? control : null
  const words = (control.getAttribute('aria-label') ?? '') || (field ? control.closest('.field, .search')?.querySelector('label')?.textContent ?? control.getAttribute('placeholder') ?? '' : saidBy(control))
  return { target, label: shortened(words.replaceAll(/\s+/g, ' ').trim()) || control.localName, canFill: field !== null, canPress: field === null && control.matches(pressed) }
}

/** Everything that could be meant, for whoever does not use a mouse. */
export function controlsOf(view: Document): Chosen[] {
  return [...view.querySelectorAll(`${pressed}, ${filled}`)].flatMap((element) => chosenOf(element) ?? []).filter((one, at, all) => all.findIndex(({ target }) => target === one.target) === at)
}
