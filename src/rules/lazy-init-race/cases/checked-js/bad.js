// @ts-check
import { setTimeout } from 'node:timers/promises'

/**
 * @typedef {object} Worker
 * @property {(job: string) => Promise<string>} run
 * @property {() => void} terminate
 */

/** @returns {Promise<Worker>} */
async function createWorker() {
  await setTimeout(1)
  return { run: async (job) => job, terminate() {} }
}

/** @type {Worker | undefined} */
let worker

/** @param {string} job */
export async function run(job) {
  if (!worker) {
  //   ^^^^^^ RG101 `worker` can be initialised twice
    worker = await createWorker()
  }
  return worker.run(job)
}

export class Workers {
  /** @type {Map<string, Worker>} */
  #workers = new Map()

  /** One for all. @type {?Worker} */
  #main = null

  /** @type {Worker | undefined} */
  spare

  /** @param {string} name */
  async get(name) {
    let found = this.#workers.get(name)
    if (!found) {
    //   ^^^^^ RG101 `this.#workers[name]` can be initialised twice
      found = await createWorker()
      this.#workers.set(name, found)
    }
    return found
  }

  async main() {
    if (this.#main === null) {
    //  ^^^^^^^^^^^^^^^^^^^ RG101 `this.#main` can be initialised twice
      this.#main = await createWorker()
    }
    return this.#main
  }

  async getSpare() {
    if (!this.spare) {
    //   ^^^^^^^^^^ RG101 `this.spare` can be initialised twice
      this.spare = await createWorker()
    }
    return this.spare
  }

  terminate() {
    for (const one of this.#workers.values()) one.terminate()
    this.#workers.clear()
    this.#main?.terminate()
    this.#main = null
  }
}
