/** @type {Record<string, AbortController>} */
const running = {}

/** @param {string} panel */
async function search(panel) {
  running[panel]?.abort()
  let controller
  try {
    controller = new AbortController()
    running[panel] = controller
    await fetch(panel, { signal: running[panel].signal })
  } finally {
    if (running[panel] === controller) delete running[panel]
  }
}

/** @type {Map<string, AbortController>} */
const typed = new Map()

/** @param {string} panel */
async function follow(panel) {
  typed.get(panel)?.abort()
  const controller = new AbortController()
  typed.set(panel, controller)
  await fetch(panel, { signal: controller.signal }).catch(() => {})
  if (typed.get(panel) === controller) typed.delete(panel)
}

module.exports = { search, follow }
