const none = 'no result'

/**
 * @param {(query: string, init: { signal: AbortSignal }) => Promise<string>} search
 * @param {{ json(body: object): void }} response
 * @param {AbortSignal} signal
 */
export async function answer(search, response, signal) {
	try {
		response.json({ found: await search('all', { signal: signal }) })
	} catch (error) {
		if (signal.aborted) throw error
		response.json({ error: none })
	}
}
