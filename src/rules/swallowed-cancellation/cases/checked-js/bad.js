const none = 'no result'

/**
 * @param {(query: string, init: { signal: AbortSignal }) => Promise<string>} search
 * @param {{ json(body: object): void }} response
 * @param {AbortSignal} signal
 */
export async function answer(search, response, signal) {
	try {
		response.json({ found: await search('all', { signal: signal }) })
	} catch {
		response.json({ error: none })
  // <- RG403 `response.json({ error: none })` also answers
	}
}
