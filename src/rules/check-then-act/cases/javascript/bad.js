/** No semicolons, tabs, a hash field. */
export class Uploads {
	#running = 0
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
		if (this.#running >= 4) return
  //  ^^^^^^^^^^^^^^^^^^ RG104 `this.#running` can pass its limit: it is tested before `await this.#upload(name)` and changed by `this.#running++` after it
		if (!(await this.#upload(name))) return
		this.#running++
	}

	done() {
		this.#running = 0
	}
}
