import { useEffect, useState } from './react.ts';

declare function load(id: string): Promise<string>;
declare function watch(id: string): { close(): void };

export function Name({ id }: { id: string }) {
  const [name, setName] = useState('');
  useEffect(() => {
    let isMounted = true;
    const ask = async () => {
      const found = await load(id);
      if (!isMounted) return;
      setName(found);
    };
    ask().catch(() => {
      if (isMounted) setName('?');
    });
    return () => {
      isMounted = false;
    };
  }, [id]);
  useEffect(() => {
    const watcher = watch(id);
    let cancelled = false;
    load(id).then((found) => {
      if (cancelled) return;
      setName(found);
    });
    return () => {
      cancelled = true;
      watcher.close();
    };
  }, [id]);
  return name;
}
