import { Mutex } from '@raceguard/runtime'

/** No semicolons, tabs, a hash field. */
export class Uploads {
	#running = 0
	#runningMutex = new Mutex()
	#upload

	/** @param {(name: string) => Promise<boolean>} upload */
	constructor(upload) {
		this.#upload = upload
	}

	/** @param {string[]} names */
	async all(names) {
		await Promise.all(names.map((name) => this.#one(name)))
	}

	/** @param {string} name */
	async #one(name) {
		await this.#runningMutex.runExclusive(async () => {
			if (this.#running >= 4) return
			if (!(await this.#upload(name))) return
			this.#running++
		})
	}

	done() {
		this.#running = 0
	}
}
