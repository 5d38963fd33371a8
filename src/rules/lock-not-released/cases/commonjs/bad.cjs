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
    //    ^^^^^^^^^^^^^^^^ RG501 `this.lock` stays taken if `await render(page)` throws
    const html = await render(page);
    this.lock.unlock();
    return html;
  }
}

module.exports = { Press };
