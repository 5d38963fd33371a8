import { Mutex } from '@raceguard/runtime';

/**
 * @param {string} url
 * @returns {Promise<number>}
 */
async function size(url) {
  return (await fetch(url)).status;
}

export class Downloads {
  #lastMutex = new Mutex();

  constructor() {
    this.bytes = 0;
    this.last = 0;
  }

  /** @param {readonly string[]} urls */
  async all(urls) {
    await Promise.all(
      urls.map(async (url) => {
        const value = await size(url);
        this.bytes += value;
      }),
    );
    await Promise.all(urls.map((url) => this.number(url)));
  }

  /** @param {string} url */
  async number(url) {
    await this.#lastMutex.runExclusive(async () => {
      const number = this.last + 1;
      await fetch(`${url}?n=${number}`);
      this.last = number;
    });
  }
}
