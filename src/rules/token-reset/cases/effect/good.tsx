declare function useRef<T>(value: T): { current: T };
declare function useState<T>(value: T): [T, (value: T) => void];
declare function useEffect(effect: () => () => void, on: readonly unknown[]): void;
declare function load(id: string): Promise<string>;
declare function show(text: string): void;
declare namespace JSX {
  interface IntrinsicElements {
    button: { onClick: () => void };
  }
}
declare const React: { createElement(...parts: unknown[]): unknown };

/** Up as the component comes, down as it goes: a component that is gone does not come again. */
export function Pages({ ids }: { ids: readonly string[] }) {
  const goneRef = useRef(false);
  const cancelledRef = useRef(false);
  useEffect(() => {
    cancelledRef.current = false;
    return () => {
      cancelledRef.current = true;
    };
  }, []);
  const start = async () => {
    for (const id of ids) {
      const page = await load(id);
      if (cancelledRef.current || goneRef.current) return;
      show(page);
    }
  };
  return <button onClick={start} />;
}

/** Each effect has a flag of its own. */
export function Page({ id }: { id: string }) {
  useEffect(() => {
    let cancelled = false;
    const run = async () => {
      const page = await load(id);
      if (!cancelled) show(page);
    };
    void run();
    return () => {
      cancelled = true;
    };
  }, [id]);
  return <button onClick={() => show(id)} />;
}

/** One run at a time, as a state says: it ends with the run, not with the cancel. */
export function Packing({ ids, limit }: { ids: readonly string[]; limit: number }) {
  const [isPacking, setIsPacking] = useState(false);
  const cancelledRef = useRef(false);
  const pack = async () => {
    if (ids.length > limit || isPacking) return;
    cancelledRef.current = false;
    setIsPacking(true);
    try {
      for (const id of ids) {
        if (cancelledRef.current) break;
        show(await load(id));
      }
    } finally {
      setIsPacking(false);
    }
  };
  const cancel = () => {
    cancelledRef.current = true;
  };
  return (
    <>
      <button onClick={pack} />
      <button onClick={cancel} />
    </>
  );
}
