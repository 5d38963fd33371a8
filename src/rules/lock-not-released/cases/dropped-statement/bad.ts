import { Semaphore } from '@raceguard/runtime';

declare function render(page: string): Promise<string>;

interface Lock {
  acquire(): Promise<() => void>;
}

const slots = new Semaphore(2);

export async function draft(page: string, lock: Lock): Promise<string> {
  await slots.acquire();
//      ^^^^^^^^^^^^^^^ RG501 `slots` is never given back
  const release = await lock.acquire();
//                      ^^^^^^^^^^^^^^ RG501 `lock` is never given back
  return render(page);
}

export const preview = async (page: string): Promise<string> => {
  await slots.acquire();
//      ^^^^^^^^^^^^^^^ RG501 `slots` is never given back
  return render(page);
};

/** Only asked whether it was got. */
export async function draftIfFree(page: string): Promise<string | undefined> {
  const held = slots.tryAcquire();
//             ^^^^^^^^^^^^^^^^^^ RG501 `slots` is never given back: nobody keeps what would release it, and nobody gets it any more
  if (!held) return undefined;
  return render(page);
}
