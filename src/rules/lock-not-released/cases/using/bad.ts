// fix: Hold
import { Mutex } from '@raceguard/runtime';

declare function render(page: string): Promise<string>;
declare function publish(html: string): Promise<void>;

const mutex = new Mutex();

export async function print(page: string): Promise<void> {
  const held = await mutex.acquire();
  //                 ^^^^^^^^^^^^^^^ RG501 `mutex` stays taken if `await render(page)` throws
  const html = await render(page);
  if (!html) {
    held.release();
    return;
  }
  await publish(html);
  held.release();
}
