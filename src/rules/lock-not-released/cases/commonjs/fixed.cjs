/** @typedef {{ lock(): Promise<void>, unlock(): void }} Lock */

/** @type {(page: string) => Promise<string>} */
const render = async (page) => (await fetch(page)).text();

class Press {
  /** @param {Lock} lock */
  constructor(lock) {
    this.lock = lock;
  }

  /** @param {string} page */
  async print(page) {
    await this.lock.lock();
    try {
      const html = await render(page);
      return html;
    } finally {
      this.lock.unlock();
    }
  }
}

module.exports = { Press };
