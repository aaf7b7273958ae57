/** Tells an answer to the ear and to the hand, for those who look at people, not at the screen. */

type Note = { hertz: number; seconds: number }
type Signal = { notes: Note[]; vibration: number[] }

const WELCOME: Signal = { notes: [{ hertz: 880, seconds: 0.12 }], vibration: [60] }
const AGAIN: Signal = {
  notes: [
    { hertz: 520, seconds: 0.12 },
    { hertz: 520, seconds: 0.12 },
  ],
  vibration: [60, 60, 60],
}
const STOP: Signal = { notes: [{ hertz: 180, seconds: 0.55 }], vibration: [350] }

const SIGNALS: Record<string, Signal> = { admitted: WELCOME, left: WELCOME, already: AGAIN }

let speaker: AudioContext | null = null

export function play(outcome: string): void {
  const { notes, vibration } = SIGNALS[outcome] ?? STOP
  navigator.vibrate?.(vibration)
  speaker ??= new AudioContext()
  void speaker.resume()
  let start = speaker.currentTime
  for (const { hertz, seconds } of notes) {
    sound(speaker, hertz, start, seconds)
    start += seconds + 0.08
  }
}

function sound(context: AudioContext, hertz: number, start: number, seconds: number): void {
  const tone = context.createOscillator()
  const volume = context.createGain()
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0.25, start)
  volume.gain.exponentialRampToValueAtTime(0.001, start + seconds)
  tone.connect(volume).connect(context.destination)
  tone.start(start)
  tone.stop(start + seconds)
}
