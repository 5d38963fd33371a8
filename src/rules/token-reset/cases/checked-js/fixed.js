import { CancellationToken } from '@raceguard/runtime'

/** @param {{ on(event: string, listener: () => void): void }} bus */
export function serve(bus) {
	const poller = new Poller()
	bus.on('start', () => void poller.start())
	bus.on('stop', () => poller.stop())
}

class Poller {
	#cancellation = new CancellationToken()
	rounds = 0

	async start() {
		this.#cancellation.reset()
		const run = this.#cancellation.snapshot()
		while (!run.cancelled) {
			await new Promise((resolve) => setTimeout(resolve, 10))
			this.rounds++
		}
	}

	stop() {
		this.#cancellation.cancel()
	}
}
