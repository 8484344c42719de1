import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Language = 'zh-CN' | 'en'

type Texts = Readonly<Record<string, unknown>>

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Every module's texts, by language and namespace; the namespace is the module's folder name. */
export function readLocales(): Record<Language, Map<string, Texts>> {
  const found = { 'zh-CN': new Map<string, Texts>(), en: new Map<string, Texts>() }
  for (const path of globSync('{platform,engines/*,journey/*/*}/locales/{zh-CN,en}.json', { cwd: ROOT })) {
    const language = basename(path, '.json') as Language
    found[language].set(basename(dirname(dirname(path))), JSON.parse(readFileSync(`${ROOT}${path}`, 'utf8')) as Texts)
  }
  return found
}

/** The sentence for an error code `<namespace>.<name>`: the entry `errors.<name>` of that module. */
export function errorTexts(): (code: string, language: Language, values: Readonly<Record<string, unknown>>) => string | undefined {
  const locales = readLocales()
  return (code, language, values) => {
    const dot = code.indexOf('.')
    const errors = locales[language].get(code.slice(0, dot))?.['errors'] as Readonly<Record<string, string>> | undefined
    return errors?.[code.slice(dot + 1)]?.replace(/\{\{(\w+)\}\}/g, (_, name: string) => shown(values[name]))
  }
}

/** The reader's language: their own choice first, then what the browser asks for. */
export function languageOf(headers: { cookie?: string | undefined; 'accept-language'?: string | undefined }): Language {
  const chosen = /(?:^|;\s*)lang=(zh-CN|en)/.exec(headers.cookie ?? '')?.[1] as Language | undefined
  if (chosen) return chosen
  return /^\s*en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'zh-CN'
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
