/**
 * @param {string} url
 * @returns {Promise<number>}
 */
async function size(url) {
  return (await fetch(url)).status;
}

export class Downloads {
  constructor() {
    this.bytes = 0;
    this.last = 0;
  }

  /** @param {readonly string[]} urls */
  async all(urls) {
    await Promise.all(
      urls.map(async (url) => {
        this.bytes += await size(url);
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.bytes` is written from a value read before `await size(url)`
      }),
    );
    await Promise.all(urls.map((url) => this.number(url)));
  }

  /** @param {string} url */
  async number(url) {
    const number = this.last + 1;
    await fetch(`${url}?n=${number}`);
    this.last = number;
//  ^^^^^^^^^^^^^^^^^^ RG103 `this.last` is written from a value read before `await fetch(…)`
  }
}
