import { readFile } from 'node:fs/promises';

const templates = new Map<string, string>();

// Two requests for one template read it twice, and whoever is slower wins.
export async function template(name: string): Promise<string> {
  const known = templates.get(name);
  if (known !== undefined) return known;
  const text = await readFile(`templates/${name}.html`, 'utf8');
  templates.set(name, text);
  return text;
}

const partials = new Map<string, Promise<string>>();

/** The safe twin: the entry is set before anything is awaited. */
export function partial(name: string): Promise<string> {
  let text = partials.get(name);
  if (!text) {
    text = readFile(`partials/${name}.html`, 'utf8');
    partials.set(name, text);
  }
  return text;
}
