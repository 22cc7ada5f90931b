// Lists with boxes to tick: j and k walk, x ticks, one box ticks all, and how many are ticked is said. Every form works without it.

const rows = () => [...document.querySelectorAll('.ticking tbody tr')]
const box = row => row.querySelector('[name=finding]:not(:disabled)')
const linkOf = row => row.querySelector('.said a')

function walk(step) {
  const all = rows()
  const here = all.findIndex(row => row.contains(document.activeElement))
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)]
  if (next) linkOf(next).focus()
}

function tick() {
  const row = rows().find(one => one.contains(document.activeElement))
  if (row && box(row)) box(row).click()
}

function tell() {
  const boxes = rows().map(box).filter(Boolean)
  const ticked = boxes.filter(one => one.checked).length
  for (const one of boxes) one.closest('tr').classList.toggle('ticked', one.checked)
  const number = document.querySelector('.how-many .number')
  if (number) { number.hidden = !ticked; number.textContent = `(${ticked})` }
  const all = document.querySelector('#all')
  if (all) { all.checked = ticked > 0 && ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length }
}

function show() {
  for (const one of document.querySelectorAll('.tick.all, .keys')) one.hidden = false
  tell()
}

const typing = element => element.matches('input:not([type=checkbox]), select, textarea')
const keys = { j: () => walk(1), k: () => walk(-1), x: tick }

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})
document.addEventListener('change', event => {
  if (event.target.id === 'all') for (const one of rows().map(box).filter(Boolean)) one.checked = event.target.checked
  tell()
})
new MutationObserver(show).observe(document.querySelector('main'), { childList: true })
show()
