/** Elements are made by calls, and texts are set as texts: nothing that a program says becomes markup. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** `true`: an attribute without a value; `false` and undefined: none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...children);
  return element;
}

export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value === true ? '' : value))
      element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A live region speaks when its text changes: the same text is not set again. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', act);
  return element;
}

export function show(element: HTMLElement, shown: boolean): void {
  if (element.hidden === shown) element.hidden = !shown;
}

/** What stands between back-ticks is code. */
export function withCode(text: string): (Node | string)[] {
  return text.split('`').map((part, n) => (n % 2 ? h('code', {}, part) : part));
}
