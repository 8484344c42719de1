import { cleanPatch, dotsFor, type MirrorNode, type Patch } from '../../contract.ts'

/** What of this device's page may be shown, element by element with numbers that stay. Nothing leaves `read` that `cleanPatch` has not let through. */
export interface Mirror {
  /** The whole page, or what changed since the last time; null when nothing did. */
  read(whole: boolean): Patch[] | null
  elementOf(target: number): HTMLElement | undefined
  stop(): void
}

const left = 'script, style, template, noscript, iframe, img, video, canvas, object, embed, [data-own], .skip'
const attributes = ('class role type disabled open placeholder rows colspan rowspan max aria-label aria-pressed aria-current aria-selected aria-expanded aria-disabled aria-hidden aria-busy '
  + 'aria-invalid data-s data-strong data-mode data-size viewBox d fill stroke stroke-width stroke-linecap cx cy r x y x1 x2 y1 y2 rx width height points transform style').split(' ')

export function mirrorOf(root: HTMLElement, onChange: () => void): Mirror {
  const numbers = new WeakMap<Node, number>()
  const elements = new Map<number, WeakRef<HTMLElement>>()
  const changed = new Set<Element>()
  let next = 1

  function numberOf(node: Node): number {
    if (node === root) return 0
    let number = numbers.get(node)
    if (number === undefined) {
      number = next++
      numbers.set(node, number)
      if (node instanceof HTMLElement) elements.set(number, new WeakRef(node))
    }
    return number
  }
  function partOf(element: Element): Patch {
    const nodes: MirrorNode[] = []
    const add = (node: Node, parent: number): void => {
      if (node.nodeType === Node.TEXT_NODE) {
        // What stands between two words keeps them apart on the other side too.
        const words = node.textContent ?? ''
        if (words !== '') nodes.push({ k: numberOf(node), p: parent, t: '#', x: /\S/.test(words) ? words : ' ' })
      } else if (node instanceof Element && !node.matches(left)) {
        const number = numberOf(node)
        nodes.push({ k: number, p: parent, t: node.localName, a: attributesOf(node) })
        if (node.matches('[data-private]')) nodes.push({ k: numberOf(node) + 500_000, p: number, t: '#', x: dotsFor(node.textContent ?? '') })
        else for (const child of node.childNodes) add(child, number)
      }
    }
    add(element, element === root || !element.parentElement ? 0 : numberOf(element.parentElement))
    return cleanPatch({ nodes })
  }
  function note(element: Element | null): void {
    if (!element || !root.contains(element) || element.closest('[data-own]')) return
    // Within what is hidden whole, only the whole may be sent again.
    changed.add(element.closest('[data-private]') ?? element)
    onChange()
  }
  const watcher = new MutationObserver((records) => {
    for (const { target } of records) note(target instanceof Element ? target : target.parentElement)
  })
  watcher.observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
  const onInput = ({ target }: Event) => note(target instanceof Element ? target : null)
  root.addEventListener('input', onInput, true)
  root.addEventListener('change', onInput, true)
  return {
    read(whole) {
      const parts = whole || changed.has(root) ? [root] : [...changed].filter((one) => one.isConnected && ![...changed].some((other) => other !== one && other.contains(one)))
      changed.clear()
      return parts.length === 0 ? null : parts.map(partOf)
    },
    elementOf: (target) => elements.get(target)?.deref(),
    stop() {
      watcher.disconnect()
      root.removeEventListener('input', onInput, true)
      root.removeEventListener('change', onInput, true)
    },
  }
}

/** As it is now, not as it was written: what is ticked, chosen and typed is known to the element only. */
function attributesOf(element: Element): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of attributes) {
    const value = element.getAttribute(name)
    if (value !== null) found[name] = value
  }
  if (element instanceof HTMLInputElement) {
    if (element.type === 'checkbox' || element.type === 'radio') { if (element.checked) found['checked'] = '' }
    else if (element.value !== '') found['value'] = element.type === 'search' ? element.value : dotsFor(element.value)
  }
  if (element instanceof HTMLTextAreaElement && element.value !== '') found['value'] = dotsFor(element.value)
  if (element instanceof HTMLOptionElement && element.selected) found['selected'] = ''
  return found
}

/** Waits until something can be pressed or written into, by this person's hand only: never a password, a code or a file. */
export function canBeAsked(element: HTMLElement | undefined, kind: 'press' | 'fill'): element is HTMLElement {
  if (!element?.isConnected || element.closest('[data-own], [data-own-hand], [data-private]') || !element.checkVisibility()) return false
  if (element.matches('input[type="password"], input[type="file"], input[autocomplete="one-time-code"], [disabled], [aria-disabled="true"]')) return false
  if (kind === 'fill') return element.matches('input, textarea, select') && !element.matches('input[type="checkbox"], input[type="radio"]')
  if (element.matches('a')) return /^\/(?!\/)/.test(element.getAttribute('href') ?? '')
  return element.matches('button, summary, label, input[type="checkbox"], input[type="radio"], [role="button"], [role="option"], [role="tab"]')
}

/** Does what the person has just agreed to, as if their finger had. False when the page would not take it. */
export function doIt(element: HTMLElement, kind: 'press' | 'fill', value: string | null): boolean {
  if (!canBeAsked(element, kind)) return false
  if (kind === 'press') {
    element.focus({ preventScroll: true })
    element.click()
    return true
  }
  if (element instanceof HTMLSelectElement) {
    const option = [...element.options].find((one) => one.value === value || one.label.trim() === value?.trim())
    if (!option) return false
    setNative(element, HTMLSelectElement.prototype, option.value)
    element.dispatchEvent(new Event('change', { bubbles: true }))
    return true
  }
  setNative(element, element instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype, value ?? '')
  element.dispatchEvent(new Event('input', { bubbles: true }))
  element.focus({ preventScroll: true })
  return true
}

// React keeps a value of its own; only the element's own setter tells it.
function setNative(element: HTMLElement, prototype: object, value: string): void {
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, value)
}

/** What a person would call it. */
export function wordsOf(element: HTMLElement): string {
  const label = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement ? [...(element.labels ?? [])].map((one) => one.innerText).join(' ') : ''
  const words = (element.getAttribute('aria-label') ?? '') || label || element.innerText || element.getAttribute('placeholder') || element.localName
  return words.replaceAll(/\s+/g, ' ').trim().slice(0, 80)
}
