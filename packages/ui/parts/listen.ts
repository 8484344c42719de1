/** The browser's own listening, as far as we use it; not every browser has it, and none types it for us. */
interface Listener {
  lang: string
  interimResults: boolean
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> }) => void) | null
  onerror: ((event: { error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  abort(): void
}
type Heard = { words: (said: string, isFinal: boolean) => void; failed: () => void; ended: () => void }

function maker(): (new () => Listener) | undefined {
  const browser = window as unknown as Record<string, (new () => Listener) | undefined>
  return browser['SpeechRecognition'] ?? browser['webkitSpeechRecognition']
}

export function canListen(): boolean {
  return maker() !== undefined
}

/** Listens to one thing said. Returns how to stop. */
export function listen(language: string, heard: Heard): () => void {
  const Recognition = maker()
  if (!Recognition) { heard.failed(); return () => undefined }
  const listener = new Recognition()
  listener.lang = language === 'en' ? 'en-GB' : 'zh-CN'
  listener.interimResults = true
  listener.onresult = ({ results }) => {
    const parts = Array.from(results)
    heard.words(parts.map((part) => part[0]?.transcript ?? '').join(''), parts.at(-1)?.isFinal === true)
  }
  listener.onerror = () => heard.failed()
  listener.onend = () => heard.ended()
  try { listener.start() } catch { heard.failed() }
  return () => {
    listener.onresult = listener.onerror = listener.onend = null
    listener.abort()
  }
}
