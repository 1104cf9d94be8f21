// What was typed outlives a session that ended meanwhile: the form last sent is kept in this tab until its page is there, and filled in again after signing in.
// Nothing of it leaves the browser; passwords and files are not kept, another officer does not get it, and it is gone after an hour or with the tab.

const KEY = 'ansinh-draft'
const LONGEST = 100000
const HOUR = 3600000
const officer = document.body.dataset.officer

const path = (address) => new URL(address, location.href).pathname
const shown = (form) => [...form.elements].filter((field) => field.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type))
const forget = () => sessionStorage.removeItem(KEY)

function keep (event) {
  const form = event.target
  if (!officer || form.method !== 'post' || !form.closest('main') || !shown(form).length) return
  const fields = shown(form).filter((field) => !['checkbox', 'radio'].includes(field.type) || field.checked).map((field) => [field.name, field.value])
  const draft = JSON.stringify({ officer, at: Date.now(), action: path(form.action), fields })
  if (draft.length <= LONGEST) sessionStorage.setItem(KEY, draft)
}

function fill (form, fields) {
  const left = [...fields]
  for (const field of shown(form)) {
    const at = left.findIndex(([name, value]) => name === field.name && (!['checkbox', 'radio'].includes(field.type) || value === field.value))
    if (['checkbox', 'radio'].includes(field.type)) field.checked = at >= 0
    else if (at >= 0) field.value = left[at][1]
    if (at >= 0) left.splice(at, 1)
  }
  for (let around = form.closest('details'); around; around = around.parentElement.closest('details')) around.open = true
  const said = document.getElementById('draft-filled').content.firstElementChild.cloneNode(true)
  form.before(said)
  said.focus()
}

function comeBack () {
  const draft = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
  if (!draft) return
  if (location.pathname.startsWith('/accounts/logout/')) return forget()
  if (location.pathname.startsWith('/accounts/') || document.querySelector('[data-not-taken]')) {
    return sessionStorage.setItem(KEY, JSON.stringify({ ...draft, between: true }))
  }
  forget()
  if (!draft.between || draft.officer !== officer || Date.now() - draft.at > HOUR) return
  const form = [...document.querySelectorAll('main form[method=post]')].find((one) => path(one.action) === draft.action && shown(one).length)
  if (form) fill(form, draft.fields)
}

comeBack()
document.addEventListener('submit', keep, true)
document.addEventListener('htmx:afterRequest', (event) => {
  if (event.detail.successful && !event.detail.xhr.getResponseHeader('HX-Redirect')) forget()
})
