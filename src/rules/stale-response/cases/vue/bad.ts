import { type Ref, ref, watch } from './vue.ts';

declare function load(id: number): Promise<string>;

export function useName(id: Ref<number>): Ref<string> {
  const name = ref('');
  watch(id, async (next) => {
    name.value = await load(next);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `name.value` is written after `await load(next)`
  });
  return name;
}
