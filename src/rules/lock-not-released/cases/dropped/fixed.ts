import { Mutex } from '@raceguard/runtime';

declare function render(page: string): Promise<string>;

const mutex = new Mutex();

export async function print(page: string): Promise<string> {
  using held = await mutex.acquire();
  return render(page);
}
