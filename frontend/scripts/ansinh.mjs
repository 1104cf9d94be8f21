// What the pages do beyond HTML: every page works without it.

import { Button, ErrorSummary, NotificationBanner, SkipLink, createAll } from 'govuk-frontend'
import './drafts.mjs'
import './failing.mjs'
import './inbox.mjs'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
createAll(Button, { preventDoubleClick: true })
createAll(ErrorSummary)
createAll(NotificationBanner)
createAll(SkipLink)

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print())
}
