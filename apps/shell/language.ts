export type Language = 'zh-CN' | 'en'

const known = (value: string | null | undefined): Language | undefined => {
  if (!value) return undefined
  if (value.toLowerCase().startsWith('zh')) return 'zh-CN'
  return value.toLowerCase().startsWith('en') ? 'en' : undefined
}

/** Whether anybody ever chose a language on this device. */
export function choseLanguage(): boolean {
  return /(?:^|;\s*)lang=/.test(document.cookie)
}

/** The reader's choice first (cookie, then this browser), then what the browser speaks, then Chinese. */
export function readLanguage(): Language {
  const cookie = /(?:^|;\s*)lang=([^;]+)/.exec(document.cookie)?.[1]
  let kept: string | null = null
  try { kept = localStorage.getItem('lang') } catch { /* storage may be refused */ }
  return known(cookie) ?? known(kept) ?? known(navigator.language) ?? 'zh-CN'
}

/** The cookie tells the server, so that its own texts (problems, receipts) follow. */
export function keepLanguage(language: Language): void {
  document.cookie = `lang=${language}; path=/; max-age=31536000; samesite=lax`
  try { localStorage.setItem('lang', language) } catch { /* the cookie is enough */ }
}
