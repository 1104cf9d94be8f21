// The inbox by single keys: j and k move between tasks, space marks, a and r act on what is marked or else on the task one stands on, n notes something about it, ? shows the keys.
// Every key does what a link or button of the page does; they are off where the officer wants none.

const inbox = document.querySelector('[data-inbox][data-keys]')

function move (by) {
  const rows = [...inbox.querySelectorAll('[data-inbox-row]')]
  const here = rows.indexOf(document.activeElement.closest('[data-inbox-row]'))
  const there = rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)]
  there?.querySelector('[data-inbox-open]').focus()
}

function mark () {
  document.activeElement.closest('[data-inbox-row]')?.querySelector('[data-inbox-mark]').click()
}

function follow (key) {
  if (inbox.querySelector('[data-inbox-mark]:checked')) {
    inbox.querySelector(`[data-bulk="${key}"]`)?.click()
    return
  }
  document.activeElement.closest('[data-inbox-row]')?.querySelector(`[data-key="${key}"]`)?.click()
}

function note () {
  document.activeElement.closest('[data-inbox-row]')?.querySelector('[data-key="n"]')?.click()
}

function help () {
  const shown = inbox.querySelector('[data-inbox-help]')
  shown.open = !shown.open
  shown.querySelector('summary').focus()
}

const ACTS = { j: () => move(1), k: () => move(-1), a: () => follow('a'), r: () => follow('r'), n: note, ' ': mark, '?': help }

// The task that comes next takes the focus, after the message of what was done has been shown.
setTimeout(() => document.querySelector('[data-inbox-next]')?.focus())

if (inbox) {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input:not([type=checkbox]), select, textarea, [contenteditable]')
    if (typing || event.ctrlKey || event.altKey || event.metaKey || !ACTS[event.key]) return
    if (event.key === ' ' && !event.target.matches('[data-inbox-open]')) return
    event.preventDefault()
    ACTS[event.key]()
  })
}
