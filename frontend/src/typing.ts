/** Helps with long texts: counts their letters, and adds listed words at a press. */

const BETWEEN = '; '

for (const text of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-counted]')) {
  const count = document.createElement('p')
  count.className = 'form-hint form-count'
  text.after(count)
  const show = () => {
    const told = (text.dataset.counted ?? '').replace('{count}', String(text.value.length))
    count.textContent = told.replace('{limit}', String(text.maxLength))
  }
  text.addEventListener('input', show)
  text.form?.addEventListener('change', show)
  show()
}

for (const picker of document.querySelectorAll<HTMLElement>('[data-terms]')) {
  const text = document.querySelector<HTMLTextAreaElement>(`#${picker.dataset.terms}`)
  if (!text) continue
  picker.hidden = false
  picker.addEventListener('click', (event) => {
    const word = (event.target as Element).closest('button')?.textContent
    const words = text.value.split(/[;\n]/).map((each) => each.trim()).filter(Boolean)
    if (!word || words.includes(word)) return
    text.value = [...words, word].join(BETWEEN)
    text.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
