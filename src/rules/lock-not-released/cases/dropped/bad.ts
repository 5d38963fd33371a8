import { Mutex } from '@raceguard/runtime';

declare function render(page: string): Promise<string>;

const mutex = new Mutex();

export async function print(page: string): Promise<string> {
  const held = await mutex.acquire();
//                   ^^^^^^^^^^^^^^^ RG501 `mutex` is never given back: nobody keeps what would release it
  return render(page);
}
