/** Lets the arrow keys reach what scrolls sideways: a table wider than a phone. */

function makeReachable(): void {
  for (const frame of document.querySelectorAll<HTMLElement>('.table-responsive, .hall, pre')) {
    const scrolls =
      frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight
    if (scrolls) frame.tabIndex = 0
    else frame.removeAttribute('tabindex')
  }
}

makeReachable()
window.addEventListener('resize', makeReachable)
document.addEventListener('htmx:afterSettle', makeReachable)
