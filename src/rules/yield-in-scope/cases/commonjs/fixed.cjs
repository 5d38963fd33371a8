/**
 * @param {import('node:events').EventEmitter} emitter
 * @param {() => Promise<boolean>} wait
 */
exports.lines = async function* lines(emitter, wait) {
	/** @type {string[]} */
	const lines = []
	const take = (/** @type {string} */ line) => lines.push(line)
	emitter.on("line", take)
	try {
		while (await wait()) {
			if (lines.length) yield lines.shift()
		}
	} finally {
		emitter.removeListener("line", take)
	}
}
