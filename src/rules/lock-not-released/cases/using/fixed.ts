import { Mutex } from '@raceguard/runtime';

declare function render(page: string): Promise<string>;
declare function publish(html: string): Promise<void>;

const mutex = new Mutex();

export async function print(page: string): Promise<void> {
  using _held = await mutex.acquire();
  const html = await render(page);
  if (!html) {
    return;
  }
  await publish(html);
}
