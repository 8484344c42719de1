import english from '../locales/en.json' with { type: 'json' }
import chinese from '../locales/zh-CN.json' with { type: 'json' }

export type Values = Readonly<Record<string, string | number>>

export interface Sentence {
  readonly zh: string
  readonly en: string
  readonly values: Values
}

const texts = { zh: chinese.say as Readonly<Record<string, string>>, en: english.say as Readonly<Record<string, string>> }

/**
 * A sentence for a patient in both languages. A key may have forms for what is so: `doctor-late` asks for `mode`, and the
 * locales hold `doctor-late.instead` and `doctor-late.wait`. In English `nameEn`, `byEn` … stand for `name`, `by` ….
 */
export function say(key: string, values: Values): Sentence {
  return { zh: filled(form(texts.zh, key, values), values), en: filled(form(texts.en, key, values), inEnglish(values)), values }
}

function form(from: Readonly<Record<string, string>>, key: string, values: Values): string {
  for (const name of ['mode', 'known', 'longer']) {
    const found = from[`${key}.${String(values[name] ?? '')}`]
    if (found !== undefined) return found
  }
  return from[key] ?? ''
}

function inEnglish(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, values[`${name}En`] || value]))
}

/** `{{reason|（{}）}}` is said only where there is a reason. */
export function filled(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)(?:\|([^}]*\{\}[^}]*))?\}\}/g, (_, name: string, around: string | undefined) => {
    const value = String(values[name] ?? '')
    return around === undefined ? value : value && around.replace('{}', value)
  })
}

export function clockTime(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: 'numeric', minute: '2-digit', hour12: false }).format(at).replace(/^0(\d):/, '$1:')
}
