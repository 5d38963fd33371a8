export async function statuses(urls: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  urls.forEach(async (url) => {
//^^^^^^^^^^^^ RG311 `urls.forEach` does not wait for its async callback
    const response = await fetch(url);
    found.push(response.status);
  });
  return found;
}
