export async function helper(): Promise<number> {
  return 1;
}
