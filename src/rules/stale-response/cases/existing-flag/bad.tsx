import { useEffect, useState } from './react.ts';

declare function load(id: string): Promise<string>;
declare function watch(id: string): { close(): void };

export function Name({ id }: { id: string }) {
  const [name, setName] = useState('');
  useEffect(() => {
    let isMounted = true;
    const ask = async () => {
      const found = await load(id);
      setName(found);
//    ^^^^^^^^^^^^^^ RG402 `setName` is written after `await load(id)`
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
    load(id).then((found) => {
      setName(found);
//    ^^^^^^^^^^^^^^ RG402 `setName` is written after `load(id)`
    });
    return () => watcher.close();
  }, [id]);
  return name;
}
