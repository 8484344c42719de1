/** Two soft tones and a shake, when it is one's turn. A device that can do neither stays quiet; the page says it anyway. */
export function callOut(sound: AudioContext | undefined): void {
  try {
    navigator.vibrate?.([300, 150, 300])
  } catch {
    // not on this device
  }
  if (!sound || sound.state !== 'running') return
  for (const [at, pitch] of [[0, 660], [0.35, 880]] as const) {
    const tone = sound.createOscillator()
    const volume = sound.createGain()
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.25, sound.currentTime + at)
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.3)
    tone.connect(volume).connect(sound.destination)
    tone.start(sound.currentTime + at)
    tone.stop(sound.currentTime + at + 0.32)
  }
}
