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

module.exports = { search }
