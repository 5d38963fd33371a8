export async function statuses(urls: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  await Promise.all(urls.map(async (url) => {
    const response = await fetch(url);
    found.push(response.status);
  }));
  return found;
}
