/** No semicolons, tabs, a hash field. */
export class Rows {
	/** @type {string[] | undefined} */
	#rows
	#read

	/** @param {() => Promise<string[]>} read */
	constructor(read) {
		this.#read = read
	}

	async get() {
		if (!this.#rows) {
  //   ^^^^^^^^^^ RG102 `this.#rows` can be used half-ready: it is set before `await this.#read()` is done
			this.#rows = []
			this.#rows.push(...(await this.#read()))
			for (const row of await this.#read()) this.#rows.push(row)
		}
		return this.#rows
	}
}
