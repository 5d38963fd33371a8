/**
 * @param {import('node:events').EventEmitter} emitter
 * @param {() => Promise<boolean>} wait
 */
exports.lines = async function* lines(emitter, wait) {
	/** @type {string[]} */
	const lines = []
	const take = (/** @type {string} */ line) => lines.push(line)
	emitter.on("line", take)
	// <- RG302 `take` is not removed if the consumer stops at `yield lines.shift()`
	while (await wait()) {
		if (lines.length) yield lines.shift()
	}
	emitter.removeListener("line", take)
}
