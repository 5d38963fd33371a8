// @ts-check
export class Preview {
  html = '';

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
    this.html = await this.render(text);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `this.html` is written after `await this.render(text)`
  }
}
