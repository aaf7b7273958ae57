/** Prints the page where a button asks for it. */

document.addEventListener('click', (event) => {
  if ((event.target as Element).closest('[data-print]')) window.print()
})
