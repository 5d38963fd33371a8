declare function lines(file: string): Promise<number>;
declare function children(folder: string): Promise<string[]>;

export async function total(files: readonly string[]): Promise<number> {
  let sum = 0;
  await Promise.all(files.map(async (file) => {
    const value = await lines(file);
    sum += value;
  }));
  return sum;
}

export async function totals(files: readonly string[]): Promise<number[]> {
  let sum = 0;
  return Promise.all(files.map(async (file) => {
    const value = await lines(file);
    return (sum += value);
  }));
}

export async function folderSize(folder: string): Promise<number> {
  let size = 0;
  const work = (await children(folder)).map(async (child) => {
    const value = child.endsWith('/') ? await folderSize(child) : await lines(child);
    size += value;
  });
  await Promise.all(work);
  return size;
}

export async function widest(files: readonly string[]): Promise<number> {
  let width = 0;
  await Promise.all(
    files.map(async (file) => {
      const value = await lines(file);
      width = Math.max(width, value);
    }),
  );
  return width;
}
