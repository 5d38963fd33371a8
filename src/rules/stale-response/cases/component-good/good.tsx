import { useEffect, useRef, useState } from './react.ts';

interface Surface {
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

interface SettingsManager {
  readonly folder: string;
}

declare function load(id: string): Promise<string>;
declare function ask(id: string, title: string): Promise<string>;
declare function listAll(manager: SettingsManager): Promise<string[]>;
declare function toggleRule(id: string, on: boolean): Promise<string[]>;
declare function fetchPage(id: string, offset: number): Promise<string[]>;

/** A click opens a dialog: what stands around it does not begin it again. */
export function Field({ surface, id, title }: { surface: Surface; id: string; title: string }) {
  const [value, setValue] = useState('');
  useEffect(() => {
    const onClick = () => {
      void ask(id, title).then((answer) => {
        if (answer) setValue(answer);
      });
    };
    surface.on('click', onClick);
    return () => surface.off('click', onClick);
  }, [surface, id, title]);
  return <span>{value}</span>;
}

/** A command, whose answer tells what it did. */
export function Rules({ id }: { id: string }) {
  const [rules, setRules] = useState<readonly string[]>([]);
  const toggle = async (on: boolean) => {
    setRules(await toggleRule(id, on));
  };
  return <input checked={rules.includes(id)} onChange={(event: { checked: boolean }) => toggle(event.checked)} />;
}

/** Who is asked, not what for. */
export function All({ manager }: { manager: SettingsManager }) {
  const [all, setAll] = useState<readonly string[]>([]);
  useEffect(() => {
    listAll(manager).then((found) => setAll(found));
  }, [manager]);
  return <ul>{all}</ul>;
}

/** What is there is kept, and counted on. */
export function Pages({ id }: { id: string }) {
  const [rows, setRows] = useState<readonly string[]>([]);
  const [offset, setOffset] = useState(0);
  const more = async (size: number) => {
    const page = await fetchPage(id, size);
    setRows([...rows, ...page]);
    setOffset(offset + page.length);
  };
  return <button onClick={() => more(offset)}>{rows}</button>;
}

/** Nobody can click twice. */
export function Once({ ids }: { ids: readonly string[] }) {
  const [text, setText] = useState('');
  const [loading, setLoading] = useState(false);
  const show = async (id: string) => {
    setLoading(true);
    setText(await load(id));
    setLoading(false);
  };
  return ids.map((id) => (
    <button disabled={loading} onClick={() => show(id)}>
      {text}
    </button>
  ));
}

/** A ref counts the runs. */
export function Counted({ ids }: { ids: readonly string[] }) {
  const [text, setText] = useState('');
  const requests = useRef(0);
  const show = async (id: string) => {
    const own = ++requests.current;
    const found = await load(id);
    if (own !== requests.current) return;
    setText(found);
  };
  return ids.map((id) => <button onClick={() => show(id)}>{text}</button>);
}

function useTitle(id: string): string {
  const [title, setTitle] = useState('');
  useEffect(() => {
    load(id).then((found) => setTitle(found));
  }, [id]);
  return title;
}

/** Mounted anew for each id. */
function Name({ id }: { id: string }) {
  const [name, setName] = useState('');
  const title = useTitle(id);
  useEffect(() => {
    load(id).then((found) => setName(found));
  }, [id]);
  return <b title={title}>{name}</b>;
}

export function Names({ rows }: { rows: readonly { readonly id: string }[] }) {
  return rows.map((row) => (
    <li key={row.id}>
      <Name id={row.id} />
    </li>
  ));
}
