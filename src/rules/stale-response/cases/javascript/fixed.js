// @ts-check
import { CancellationToken } from '@raceguard/runtime';

export class Preview {
  html = '';
  #htmlToken = new CancellationToken();

  /**
   * @param {EventTarget} editor
   * @param {(text: string) => Promise<string>} render
   */
  constructor(editor, render) {
    this.render = render;
    editor.addEventListener('change', (event) => this.show(event.type));
  }

  /** @param {string} text */
  async show(text) {
    this.#htmlToken.cancel();
    this.#htmlToken.reset();
    const latest = this.#htmlToken.snapshot();
    const html = await this.render(text);
    if (!latest.cancelled) this.html = html;
  }
}
