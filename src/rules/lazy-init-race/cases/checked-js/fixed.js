// @ts-check
import { setTimeout } from 'node:timers/promises'
import { Lazy, KeyedLazy, Mutex } from '@raceguard/runtime'

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

/** @type {Lazy<Worker>} */
const lazyWorker = new Lazy()

/** @param {string} job */
export async function run(job) {
  const worker = await lazyWorker.get(() => createWorker())
  return worker.run(job)
}

export class Workers {
  /** @type {KeyedLazy<string, Worker>} */
  #workers = new KeyedLazy()

  /** One for all. @type {Lazy<Worker>} */
  #main = new Lazy()

  /** @type {Worker | undefined} */
  spare
  #spareMutex = new Mutex()

  /** @param {string} name */
  async get(name) {
    return this.#workers.get(name, () => createWorker())
  }

  async main() {
    return this.#main.get(() => createWorker())
  }

  async getSpare() {
    return this.#spareMutex.runExclusive(async () => {
      if (!this.spare) {
        this.spare = await createWorker()
      }
      return this.spare
    })
  }

  terminate() {
    for (const one of this.#workers.values()) one.terminate()
    this.#workers.clear()
    this.#main.peek()?.terminate()
    this.#main.reset()
  }
}
