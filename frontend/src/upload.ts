/** Shows how far a file is on its way: `data-upload` on a form, with a `.progress-line` in it. */

const WHOLE = 100

function show(page: string): void {
  const main = new DOMParser().parseFromString(page, 'text/html').querySelector('main')
  const here = document.querySelector<HTMLElement>('main')
  if (!main || !here) return
  here.replaceWith(document.adoptNode(main))
  document.querySelector<HTMLElement>('main')?.focus()
}

function send(form: HTMLFormElement, line: HTMLElement): void {
  const bar = line.querySelector('progress')
  const words = line.querySelector('p')
  if (!bar || !words) return
  const say = (text: string | undefined): void => {
    words.textContent = text ?? ''
    bar.setAttribute('aria-label', text ?? '')
  }
  const request = new XMLHttpRequest()
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable) bar.value = Math.round((WHOLE * event.loaded) / event.total)
  })
  request.upload.addEventListener('load', () => {
    // How long reading takes is not known before it is done.
    bar.removeAttribute('value')
    say(line.dataset.reading)
  })
  request.addEventListener('load', () => {
    if (request.status < 400) window.location.assign(request.responseURL)
    else show(request.responseText)
  })
  request.addEventListener('error', () => {
    line.hidden = true
    const notice = document.querySelector<HTMLElement>('#offline')
    if (notice) notice.hidden = false
  })
  request.open('POST', form.action)
  request.send(new FormData(form))
  bar.value = 0
  line.hidden = false
  say(line.dataset.sending)
}

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  const line = form.querySelector<HTMLElement>('.progress-line')
  if (event.defaultPrevented || !line || !('upload' in form.dataset)) return
  event.preventDefault()
  if (line.hidden) send(form, line)
})
