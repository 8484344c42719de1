import { readLocales } from '#platform/http/locales.ts'

let texts: ReturnType<typeof readLocales> | undefined

/** A word of this module's texts in a language: `kind.loan`. For what leaves the house as a file. */
export function sayIn(language: 'zh-CN' | 'en'): (key: string) => string {
  texts ??= readLocales()
  const own = texts[language].get('servicedesk')
  return (key) => {
    let found: unknown = own
    for (const part of key.split('.')) found = (found as Record<string, unknown> | undefined)?.[part]
    return typeof found === 'string' ? found : key
  }
}
