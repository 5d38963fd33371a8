/** @param {{ on(event: string, listener: () => void): void }} bus */
export function serve(bus) {
	const poller = new Poller()
	bus.on('start', () => void poller.start())
	bus.on('stop', () => poller.stop())
}

class Poller {
	#stopped = false
	rounds = 0

	async start() {
		this.#stopped = false
  // <- RG401 `this.#stopped` is taken down while a cancelled run may still wait at
		while (!this.#stopped) {
			await new Promise((resolve) => setTimeout(resolve, 10))
			this.rounds++
		}
	}

	stop() {
		this.#stopped = true
	}
}
