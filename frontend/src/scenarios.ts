/** Sliders beside the numbers of a form: the numbers are sent, the sliders move them. */

import './scenarios.css'

type End = { number: HTMLInputElement; slider: HTMLInputElement; isLeast: boolean }

const form = document.querySelector<HTMLFormElement>('#scenario')

function endsOf(track: HTMLElement): End[] {
  const sliders = [...track.querySelectorAll<HTMLInputElement>('input[type="range"]')]
  return sliders.map((slider, place) => ({
    slider,
    number: document.getElementById(slider.dataset.for!) as HTMLInputElement,
    isLeast: sliders.length === 2 && place === 0,
  }))
}

/** Where the bound of an end stands; no number is no bound, at the end of the scale. */
function placeOf({ number, slider, isLeast }: End): number {
  return number.value === '' ? Number(isLeast ? slider.min : slider.max) : Number(number.value)
}

function show(track: HTMLElement, ends: End[]): void {
  for (const end of ends) {
    end.slider.value = String(placeOf(end))
    end.slider.ariaValueText = `${placeOf(end)}${track.dataset.unit}`
  }
  const [first, last] = [ends[0]!, ends.at(-1)!]
  const top = Number(last.slider.max)
  const from = first.isLeast ? Math.min(placeOf(first), top) / top : 0
  track.style.setProperty('--from', String(from))
  track.style.setProperty('--to', String(Math.min(placeOf(last), top) / top))
  // Where both ends stand together at the right, the one that can still move lies on top.
  first.slider.classList.toggle('on-top', first.isLeast && from > 0.5)
}

/** Keeps the end just moved from crossing the other. */
function keepApart(moved: End, ends: End[]): void {
  const other = ends.find((end) => end !== moved)
  if (!other || other.number.value === '' || moved.number.value === '') return
  const crosses = moved.isLeast
    ? placeOf(moved) > placeOf(other)
    : placeOf(moved) < placeOf(other)
  if (crosses) moved.number.value = other.number.value
}

function follow(end: End, ends: End[], track: HTMLElement): void {
  end.slider.addEventListener('input', () => {
    const isAtEnd = end.slider.value === (end.isLeast ? end.slider.min : end.slider.max)
    const hadNone = end.number.defaultValue === ''
    end.number.value = isAtEnd && hadNone ? '' : end.slider.value
    keepApart(end, ends)
    show(track, ends)
  })
  end.number.addEventListener('input', () => show(track, ends))
  end.number.addEventListener('change', () => {
    const before = end.number.value
    keepApart(end, ends)
    show(track, ends)
    if (end.number.value !== before) ask()
  })
}

function ask(): void {
  form?.dispatchEvent(new Event('input', { bubbles: true }))
}

for (const track of document.querySelectorAll<HTMLElement>('.range-track')) {
  const ends = endsOf(track)
  for (const end of ends) follow(end, ends, track)
  show(track, ends)
  track.hidden = false
}

if (form) {
  form.querySelector<HTMLElement>('.form-actions')!.hidden = true
  // Enter asks for the answer on this page; only a button that says so leaves it.
  form.addEventListener('submit', (event) => {
    if (event.submitter?.hasAttribute('formaction')) return
    event.preventDefault()
    ask()
  })
}
