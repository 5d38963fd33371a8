declare function lines(file: string): Promise<number>;
declare function children(folder: string): Promise<string[]>;

export async function total(files: readonly string[]): Promise<number> {
  let sum = 0;
  await Promise.all(files.map(async (file) => (sum += await lines(file))));
  //                                           ^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await lines(file)`
  return sum;
}

export async function totals(files: readonly string[]): Promise<number[]> {
  let sum = 0;
  return Promise.all(files.map(async (file) => (sum += await lines(file))));
  //                                            ^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await lines(file)`
}

export async function folderSize(folder: string): Promise<number> {
  let size = 0;
  const work = (await children(folder)).map(async (child) => {
    size += child.endsWith('/') ? await folderSize(child) : await lines(child);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `size` is written from a value read before `await lines(child)`
  });
  await Promise.all(work);
  return size;
}

export async function widest(files: readonly string[]): Promise<number> {
  let width = 0;
  await Promise.all(
    files.map(async (file) => {
      width = Math.max(width, await lines(file));
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `width` is written from a value read before `await lines(file)`
    }),
  );
  return width;
}
