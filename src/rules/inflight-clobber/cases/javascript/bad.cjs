/** @type {Record<string, AbortController>} */
const running = {}

/** @param {string} panel */
async function search(panel) {
  running[panel]?.abort()
  try {
    running[panel] = new AbortController()
    await fetch(panel, { signal: running[panel].signal })
  } finally {
    delete running[panel]
    // <- RG315 `running[panel]` may hold a newer task's controller
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
  typed.delete(panel)
//^^^^^^^^^^^^^^^^^^^ RG315 `typed[panel]` may hold a newer task's controller
}

module.exports = { search, follow }
