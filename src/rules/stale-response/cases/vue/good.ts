import { type Ref, ref, watch } from './vue.ts';

declare function load(id: number): Promise<string>;

export function useName(id: Ref<number>): Ref<string> {
  const name = ref('');
  watch(id, async (next, _, onCleanup) => {
    let over = false;
    onCleanup(() => {
      over = true;
    });
    const found = await load(next);
    if (!over) name.value = found;
  });
  return name;
}

export function useLatest(id: Ref<number>): Ref<string> {
  const name = ref('');
  watch(id, async (next) => {
    const found = await load(next);
    if (next === id.value) name.value = found;
  });
  return name;
}
