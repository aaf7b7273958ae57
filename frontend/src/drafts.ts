/** Keeps what is typed into a form with `data-draft` on the server, and offers it again. */

const PAUSE_MS = 2_000
const RETRY_MS = 5_000

type Kept = { fields: [string, string][]; saved_at: string }

const form = document.querySelector<HTMLFormElement>('form[data-draft]')
if (form) void watch(form, form.dataset.draft ?? '')

async function watch(form: HTMLFormElement, url: string): Promise<void> {
  const status = document.querySelector<HTMLElement>('[data-draft-status]')
  let timer = 0
  let isOffered = false
  let isSent = false

  function say(words = ''): void {
    if (status) status.textContent = words
  }

  function later(pause: number): void {
    window.clearTimeout(timer)
    if (!isOffered && !isSent) timer = window.setTimeout(() => void keep(), pause)
  }

  async function keep(): Promise<void> {
    try {
      const answer = await fetch(url, { method: 'POST', body: typed(form), redirect: 'manual' })
      if (!answer.ok) return say(status?.dataset.refused)
      const { saved_at } = (await answer.json()) as Kept
      say(`${status?.dataset.saved} ${saved_at}`)
    } catch {
      say(status?.dataset.waiting)
      later(RETRY_MS)
    }
  }

  form.addEventListener('input', () => later(PAUSE_MS))
  form.addEventListener('change', () => later(PAUSE_MS))
  form.addEventListener('submit', () => {
    // What is saved for good is no draft any more.
    isSent = true
    window.clearTimeout(timer)
  })
  window.addEventListener('online', () => later(0))

  if (form.dataset.draftTyped !== undefined) return
  const found = await kept(url)
  if (!found || same(form, found)) return
  isOffered = true
  offer(form, url, found, () => (isOffered = false))
}

async function kept(url: string): Promise<Kept | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual' })
    return answer.status === 200 ? ((await answer.json()) as Kept) : null
  } catch {
    return null
  }
}

function typed(form: HTMLFormElement): URLSearchParams {
  const texts = [...new FormData(form)].filter((entry) => typeof entry[1] === 'string')
  return new URLSearchParams(texts as [string, string][])
}

function same(form: HTMLFormElement, { fields }: Kept): boolean {
  const now = typed(form)
  now.delete('csrf_token')
  return now.toString() === new URLSearchParams(fields).toString()
}

function offer(form: HTMLFormElement, url: string, found: Kept, settled: () => void): void {
  const box = document.querySelector<HTMLElement>('[data-draft-offer]')
  const at = box?.querySelector('[data-draft-at]')
  if (!box || !at) return settled()
  at.textContent = found.saved_at
  box.hidden = false
  box.querySelector('[data-draft-restore]')?.addEventListener('click', () => {
    fill(form, found.fields)
    box.hidden = true
    settled()
  })
  box.querySelector('[data-draft-drop]')?.addEventListener('click', () => {
    const token = new URLSearchParams({ csrf_token: typed(form).get('csrf_token') ?? '' })
    void fetch(`${url}/drop`, { method: 'POST', body: token })
    box.hidden = true
    settled()
  })
}

function fill(form: HTMLFormElement, fields: [string, string][]): void {
  for (const control of form.elements) {
    const name = control.getAttribute('name')
    if (!name || name === 'csrf_token') continue
    const values = fields.filter(([each]) => each === name).map(([, value]) => value)
    if (control instanceof HTMLInputElement && /checkbox|radio/.test(control.type)) {
      control.checked = values.includes(control.value)
    } else if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) option.selected = values.includes(option.value)
    } else if (values.length && !(control instanceof HTMLInputElement && control.type === 'file')) {
      ;(control as HTMLInputElement).value = values[0] ?? ''
    }
  }
  form.dispatchEvent(new Event('change', { bubbles: true }))
}
