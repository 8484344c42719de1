/** What the hall's loudspeaker does with one utterance. */
export type Outcome = 'said' | 'blocked'

/** A voice that never ends must not silence the hall: so long a sentence takes at the very most. */
const LONGEST_MS = 20_000
const VOICES_COME_WITHIN_MS = 1_500

/** Whether this screen can speak the language; voices may come a moment after the page. */
export async function hasVoice(language: string): Promise<boolean> {
  if (!('speechSynthesis' in window)) return false
  const speaks = () => speechSynthesis.getVoices().some((voice) => voice.lang.replace('_', '-').toLowerCase().startsWith(language.slice(0, 2).toLowerCase()))
  if (speaks()) return true
  await new Promise((resolve) => {
    setTimeout(resolve, VOICES_COME_WITHIN_MS)
    speechSynthesis.addEventListener?.('voiceschanged', resolve, { once: true })
  })
  return speaks()
}

export function say(words: string, language: string, rate: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const utterance = new SpeechSynthesisUtterance(words)
    utterance.lang = language
    utterance.rate = rate
    const timer = setTimeout(() => resolve('said'), LONGEST_MS)
    const end = (outcome: Outcome) => () => {
      clearTimeout(timer)
      resolve(outcome)
    }
    utterance.onend = end('said')
    utterance.onerror = ({ error }) => end(error === 'not-allowed' ? 'blocked' : 'said')()
    speechSynthesis.speak(utterance)
  })
}

let context: AudioContext | undefined

/** Where no voice speaks the hall's language: two soft notes, so that people look up. */
export async function chime(): Promise<Outcome> {
  context ??= new AudioContext()
  if (context.state === 'suspended') await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))])
  if (context.state !== 'running') return 'blocked'
  const from = context.currentTime
  for (const [at, pitch] of [[0, 880], [0.35, 660]] as const) {
    const [note, loudness] = [context.createOscillator(), context.createGain()]
    note.frequency.value = pitch
    loudness.gain.setValueAtTime(0.0001, from + at)
    loudness.gain.exponentialRampToValueAtTime(0.4, from + at + 0.03)
    loudness.gain.exponentialRampToValueAtTime(0.0001, from + at + 0.9)
    note.connect(loudness).connect(context.destination)
    note.start(from + at)
    note.stop(from + at + 1)
  }
  await new Promise((resolve) => setTimeout(resolve, 1_600))
  return 'said'
}
