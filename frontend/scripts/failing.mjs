// A part of a page that could not be fetched or sent says so where one looks; what is polled is asked for again.

const AGAIN_AFTER = 10000

function words (xhr) {
  const page = xhr?.status ? new DOMParser().parseFromString(xhr.responseText, 'text/html') : null
  return xhr?.status < 500 ? page?.querySelector('main .govuk-body-l, main .govuk-body')?.textContent.trim() : ''
}

function tell (event) {
  const { elt, xhr } = event.detail
  if (elt.getAttribute('hx-trigger')?.startsWith('load')) {
    setTimeout(() => elt.isConnected && window.htmx.ajax('GET', elt.getAttribute('hx-get'), { source: elt, target: elt, swap: 'outerHTML' }), AGAIN_AFTER)
    return
  }
  const said = document.getElementById('request-failed').content.firstElementChild.cloneNode(true)
  const why = words(xhr)
  if (why) said.textContent = why
  elt.parentElement.querySelector('[data-failed]')?.remove()
  if (elt.tagName === 'FORM') elt.prepend(said)
  else elt.after(said)
}

for (const name of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) document.addEventListener(name, tell)
document.addEventListener('htmx:beforeRequest', (event) => event.detail.elt.parentElement?.querySelector('[data-failed]')?.remove())
