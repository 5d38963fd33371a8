import { type Ref, ref, watch } from './vue.ts';
import { CancellationToken } from '@raceguard/runtime';

declare function load(id: number): Promise<string>;

export function useName(id: Ref<number>): Ref<string> {
  const valueToken = new CancellationToken();
  const name = ref('');
  watch(id, async (next) => {
    valueToken.cancel();
    valueToken.reset();
    const latest = valueToken.snapshot();
    const value = await load(next);
    if (!latest.cancelled) name.value = value;
  });
  return name;
}
