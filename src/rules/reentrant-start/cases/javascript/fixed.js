import { Mutex } from '@raceguard/runtime'

/** No semicolons, tabs, a hash field. */
export class Rows {
	/** @type {string[] | undefined} */
	#rows
	#rowsMutex = new Mutex()
	#read

	/** @param {() => Promise<string[]>} read */
	constructor(read) {
		this.#read = read
	}

	async get() {
		return this.#rowsMutex.runExclusive(async () => {
			if (!this.#rows) {
				const newRows = []
				newRows.push(...(await this.#read()))
				for (const row of await this.#read()) newRows.push(row)
				this.#rows = newRows
			}
			return this.#rows
		})
	}
}
