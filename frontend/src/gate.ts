/**
 * The gate's page. A scanner types like a keyboard and ends with Enter; people at the door do not
 * wait. So each code is taken off the field at once, sent in turn, sent again under the same id
 * while the network is away, and the field is ready for the next code whatever was answered.
 */

import './gate.css'
import { Camera } from './camera'
import { play } from './signal'

type Scan = { id: string; token: string; at: string }

const gate = document.querySelector<HTMLElement>('[data-gate]')!
const form = gate.querySelector<HTMLFormElement>('form[data-scan]')!
const field = form.querySelector<HTMLInputElement>('[name="token"]')!
const verdict = gate.querySelector<HTMLElement>('[data-verdict]')!
const waiting = gate.querySelector<HTMLElement>('[data-waiting]')
const cameraButton = gate.querySelector<HTMLButtonElement>('[data-camera]')
const unreachable = gate.querySelector<HTMLTemplateElement>('template[data-unreachable]')
const viewfinder = gate.querySelector<HTMLVideoElement>('[data-viewfinder]')

const RETRY_MS = 1500
const queue: Scan[] = []
let isSending = false
let isReachable = true

/** Gives a random id where `crypto.randomUUID` is missing too: pages of a LAN without TLS. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function take(token: string): void {
  if (!token.trim()) return
  queue.push({ id: newId(), token: token.trim(), at: new Date().toISOString() })
  showWaiting()
  void sendAll()
}

async function sendAll(): Promise<void> {
  if (isSending) return
  isSending = true
  for (let scan = queue[0]; scan; scan = queue[0]) {
    if (isReachable) verdict.dataset.outcome = 'asking'
    const answer = await send(scan)
    if (answer === null) {
      if (isReachable) show(unreachable?.innerHTML ?? '')
      isReachable = false
      await new Promise((resume) => setTimeout(resume, RETRY_MS))
    } else {
      isReachable = true
      queue.shift()
      show(answer)
    }
    showWaiting()
  }
  isSending = false
}

/** Gives the answer as a part of the page; none when the server cannot be reached. */
async function send(scan: Scan): Promise<string | null> {
  const body = new FormData(form)
  for (const [name, value] of Object.entries(scan)) body.set(name, value)
  // With it the server tells how long ago the scan was, even by a clock that is wrong.
  body.set('sent_at', new Date().toISOString())
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      body,
      headers: { 'HX-Request': 'true' },
      signal: AbortSignal.timeout(8000),
    })
    if (response.redirected) window.location.reload()
    return await response.text()
  } catch {
    return null
  }
}

/** Shows an answer; while the next one is asked for it fades, so that nobody walks in on it. */
function show(answer: string): void {
  verdict.innerHTML = answer
  const outcome = verdict.querySelector<HTMLElement>('[data-outcome]')?.dataset.outcome ?? 'refused'
  verdict.dataset.outcome = outcome
  // Starts the entrance again when two people in a row get the same answer.
  verdict.classList.remove('is-new')
  void verdict.offsetWidth
  verdict.classList.add('is-new')
  play(outcome)
}

function showWaiting(): void {
  if (!waiting) return
  waiting.hidden = isReachable || queue.length === 0
  waiting.querySelector('[data-count]')?.replaceChildren(String(queue.length))
}

function refocus(): void {
  const active = document.activeElement
  const isElsewhere = active?.closest('input, select, textarea, button, a, summary, dialog')
  if (!isElsewhere) field.focus({ preventScroll: true })
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const token = field.value
  field.value = ''
  field.focus({ preventScroll: true })
  take(token)
})

// A scanner types whether or not somebody clicked beside the field: its first letter brings it back.
document.addEventListener('keydown', (event) => {
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) refocus()
})
// A scanner must not type into a choice that somebody has just made.
form.addEventListener('change', (event) => event.target !== field && field.focus())
document.addEventListener('pointerup', () => setTimeout(refocus))
window.addEventListener('focus', refocus)
field.focus({ preventScroll: true })

if (cameraButton && viewfinder) {
  const camera = new Camera(viewfinder, gate.dataset.wasm!, take)
  cameraButton.hidden = !Camera.isAvailable()
  cameraButton.addEventListener('click', async () => {
    const isOn = await camera.toggle()
    cameraButton.setAttribute('aria-pressed', String(isOn))
    viewfinder.hidden = !isOn
    field.focus({ preventScroll: true })
  })
}
