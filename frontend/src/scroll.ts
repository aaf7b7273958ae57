/** Lets the arrow keys reach what scrolls: a table wider than a phone, a list beside a form. */

function makeReachable(): void {
  for (const frame of document.querySelectorAll<HTMLElement>('.table-responsive, .hall, .outlook, pre')) {
    const scrolls =
      frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight
    if (scrolls) frame.tabIndex = 0
    else frame.removeAttribute('tabindex')
  }
}

makeReachable()
window.addEventListener('resize', makeReachable)
document.addEventListener('htmx:afterSettle', makeReachable)
