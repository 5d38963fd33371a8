declare function useRef<T>(value: T): { current: T };
declare function load(id: string): Promise<string>;
declare function show(text: string): void;
declare namespace JSX {
  interface IntrinsicElements {
    button: { onClick: () => void };
  }
}
declare const React: { createElement(...parts: unknown[]): unknown };

export function Pages({ ids }: { ids: readonly string[] }) {
  const cancelledRef = useRef(false);
  const start = async () => {
    cancelledRef.current = false;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `cancelledRef.current` is taken down while a cancelled run may still wait at `await load(id)`
    for (const id of ids) {
      const page = await load(id);
      if (cancelledRef.current) return;
      show(page);
    }
  };
  const stop = () => {
    cancelledRef.current = true;
  };
  return [<button onClick={start} />, <button onClick={stop} />];
}

declare function useEffect(effect: () => () => void, on: readonly unknown[]): void;

/** The effect of the next id takes the flag down that the one before has just been told by. */
export function Page({ id }: { id: string }) {
  const cancelled = useRef(false);
  useEffect(() => {
    cancelled.current = false;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `cancelled.current` is taken down while a cancelled run may still wait at `await load(id)`
    const run = async () => {
      const page = await load(id);
      if (!cancelled.current) show(page);
    };
    void run();
    return () => {
      cancelled.current = true;
    };
  }, [id]);
  return <button onClick={() => show(id)} />;
}
