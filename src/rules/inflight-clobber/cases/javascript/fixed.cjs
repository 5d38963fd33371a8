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

module.exports = { search }
