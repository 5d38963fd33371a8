export function load(): Promise<string> {
  return Promise.resolve('');
}
