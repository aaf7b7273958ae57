/**
 * Reads the QR of an identity card that a USB scanner types, and fills the form with it.
 *
 * `number|old id|name|ddMMyyyy|sex|address|ddMMyyyy`: the old id, the address and the day of issue
 * are dropped here, and nothing but the form's own fields ever leaves the page.
 */

type Card = { number: string; name: string; birth: string; gender: string }

const CARD = /^\s*(\d{12})\|(\d{9}|\d{0})\|([^|]+)\|(\d{2})(\d{2})(\d{4})\|([^|]+)\|[^|]*\|\d{8}\|*\s*$/
const NAME = /^\p{L}[\p{L} '’.-]*$/u
/** A scanner that ends with no Enter is done when it pauses. */
const PAUSE_MS = 120
/** What Windows shows for bytes that are no letters of ISO 8859-1, from 0x80 on. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const box = document.querySelector<HTMLElement>('[data-card-scan]')
const form = box?.closest('form')
if (box && form) listen(box, form)

function listen(box: HTMLElement, form: HTMLFormElement): void {
  const field = box.querySelector<HTMLInputElement>('#card-scan')!
  const status = box.querySelector<HTMLElement>('[data-card-status]')!
  let timer = 0
  box.hidden = false
  box.querySelector('[data-card-ready]')?.addEventListener('click', () => {
    status.textContent = ''
    field.value = ''
    field.focus()
  })

  function take(isWhole: boolean): void {
    window.clearTimeout(timer)
    const card = read(field.value)
    if (!card && !(isWhole && field.value.trim())) return
    status.textContent = card ? fill(form, card, box.dataset) : (box.dataset.unread ?? '')
    status.classList.toggle('is-bad', !card)
    field.value = ''
  }

  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    take(true)
  })
  field.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => take(false), PAUSE_MS)
  })
  // A scanner types where the caret stands: a card in another field is taken out of it again.
  form.addEventListener('input', (event) => {
    const other = event.target
    if (other === field || !(other instanceof HTMLInputElement) || !read(other.value)) return
    field.value = other.value
    other.value = other.defaultValue
    take(true)
  })
}

function read(text: string): Card | null {
  const [, number, , name, day, month, year, gender] = CARD.exec(mended(text.normalize('NFC'))) ?? []
  const isWoman = /^n[ữu]$/i.test(gender ?? '')
  if (!number || !name || !(isWoman || /^nam$/i.test(gender ?? ''))) return null
  const words = name.trim().replace(/\s+/g, ' ')
  return { number, name: words, birth: `${day}/${month}/${year}`, gender: isWoman ? 'Nữ' : 'Nam' }
}

/** Puts UTF-8 right that was typed byte by byte; any other text stays as it is. */
function mended(text: string): string {
  const bytes = [...text].map((letter) => {
    const place = WINDOWS.indexOf(letter)
    return place < 0 ? letter.charCodeAt(0) : 0x80 + place
  })
  if (bytes.some((byte) => byte > 0xff) || bytes.every((byte) => byte < 0x80)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes)).normalize('NFC')
  } catch {
    return text
  }
}

function fill(form: HTMLFormElement, card: Card, words: DOMStringMap): string {
  const values = { name: card.name, birth_date: card.birth, gender: card.gender, citizen_id: card.number }
  const replaced: string[] = []
  for (const [code, value] of Object.entries(values)) {
    const control = form.elements.namedItem(code) as HTMLInputElement | HTMLSelectElement | null
    if (!control) continue
    if (control.value && control.value !== value) replaced.push(`“${control.value}”`)
    control.value = value
    control.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const told = [words.filled]
  if (replaced.length) told.push(words.replaced?.replace('{fields}', replaced.join(', ')))
  if (!NAME.test(card.name) || !/[^\x00-\x7f]/.test(card.name)) told.push(words.unmarked)
  return [...told, ...doubts(card, words)].join(' ')
}

/** The number holds century and sex in its fourth digit, the year of birth in the next two. */
function doubts({ number, birth, gender }: Card, words: DOMStringMap): (string | undefined)[] {
  const century = Number(number[3])
  const year = 1900 + Math.floor(century / 2) * 100 + Number(number.slice(4, 6))
  return [
    ...(birth.endsWith(String(year)) ? [] : [words.otherYear]),
    ...((century % 2 === 1) === (gender === 'Nữ') ? [] : [words.otherGender]),
  ]
}
