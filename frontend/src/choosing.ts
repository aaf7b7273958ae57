/** Ticks every box of a table at once, and copies a text for another program. */

document.addEventListener('change', (event) => {
  const all = event.target as HTMLInputElement
  if (!all.matches('[data-check-all]')) return
  const boxes = all.closest('form')?.querySelectorAll<HTMLInputElement>('tbody [type="checkbox"]')
  for (const box of boxes ?? []) box.checked = all.checked
})

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('[data-copy]')
  const text = button && document.querySelector<HTMLTextAreaElement>(button.dataset.copy ?? '')
  if (!text) return
  text.select()
  void copied(text).then((isCopied) => {
    const told = button.parentElement?.querySelector('[data-copy-status]')
    if (told && isCopied) told.textContent = text.dataset.copied ?? ''
  })
})

/** Where the page is served without TLS, browsers withhold the clipboard but not the old command. */
async function copied(text: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text.value)
    return true
  } catch {
    return document.execCommand('copy')
  }
}
