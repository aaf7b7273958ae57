/** Swaps parts of pages with htmx, under a policy that allows nothing inline. */

import htmx from 'htmx.org'

htmx.config.allowEval = false
htmx.config.allowScriptTags = false
htmx.config.includeIndicatorStyles = false
htmx.config.selfRequestsOnly = true
htmx.config.historyCacheSize = 0
htmx.config.refreshOnHistoryMiss = true
// A refusal is an answer too: its sentences take the place of the part that was asked for.
htmx.config.responseHandling = [
  { code: '204', swap: false },
  { code: '...', swap: true },
]

document.addEventListener('htmx:beforeSwap', (event) => {
  const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean }>
  // Where a part was asked for and a whole page came, the person was sent to sign in again.
  if (!/^\s*<!doctype/i.test(detail.xhr.responseText)) return
  detail.shouldSwap = false
  window.location.assign(detail.xhr.responseURL)
})

const offline = document.querySelector<HTMLElement>('#offline')

function showOffline(isOffline: boolean): void {
  if (offline) offline.hidden = !isOffline
}

document.addEventListener('htmx:sendError', () => showOffline(true))
document.addEventListener('htmx:afterOnLoad', () => showOffline(false))
