/** Asks before what cannot be taken back: `data-confirm` on a form, `hx-confirm` on htmx's own. */

const dialog = document.querySelector<HTMLDialogElement>('#confirm')
const question = document.querySelector<HTMLElement>('#confirm-question')

function ask(words: string, proceed: () => void): void {
  if (!dialog || !question) return
  question.textContent = words
  dialog.returnValue = 'no'
  dialog.addEventListener('close', () => dialog.returnValue === 'yes' && proceed(), { once: true })
  dialog.showModal()
}

const agreed = new WeakSet<HTMLFormElement>()

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target as HTMLFormElement
    const words = form.dataset.confirm
    if (!words || agreed.delete(form)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const submitter = event.submitter
    ask(words, () => {
      agreed.add(form)
      form.requestSubmit(submitter)
    })
  },
  { capture: true },
)

document.addEventListener('htmx:confirm', (event) => {
  const { detail } = event as CustomEvent<{ question?: string; issueRequest(skip: boolean): void }>
  if (!detail.question) return
  event.preventDefault()
  ask(detail.question, () => detail.issueRequest(true))
})
