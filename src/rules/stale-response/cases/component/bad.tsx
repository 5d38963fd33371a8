import { useCallback, useEffect, useState } from './react.ts';

interface Page {
  readonly rows: readonly string[];
  readonly more: boolean;
}

interface Typed {
  readonly target: { readonly value: string };
}

declare function search(query: string, page?: number): Promise<Page>;
declare function highlight(source: string, language: string): Promise<string>;

/** Each key asks; the answers come in any order. */
export function Search() {
  const [rows, setRows] = useState<readonly string[]>([]);
  const ask = async (query: string) => {
    if (!query) {
      setRows([]);
      return;
    }
    const page = await search(query);
    setRows(page.rows);
//  ^^^^^^^^^^^^^^^^^^ RG402 `setRows` is written after `await search(query)`
  };
  return <input onChange={(event: Typed) => ask(event.target.value)} title={`${rows.length} rows`} />;
}

export function Code({ source, language }: { source: string; language: string }) {
  const [html, setHtml] = useState('');
  useEffect(() => {
    if (!language) {
      setHtml(source);
      return;
    }
    highlight(source, language).then((found) => setHtml(found));
//                                              ^^^^^^^^^^^^^^ RG402 `setHtml` is written after `highlight(source, language)`
  }, [source, language]);
  return <code>{html}</code>;
}

export function Short({ source }: { source: string }) {
  const [html, setHtml] = useState('');
  useEffect(() => {
    void highlight(source, 'ts').then(setHtml);
//                                    ^^^^^^^ RG402 `setHtml` is written after `highlight(source, 'ts')`
  }, [source]);
  return <code>{html}</code>;
}

/** Begun by the effect, and by hand. */
export function Table({ query }: { query: string }) {
  const [rows, setRows] = useState<readonly string[]>([]);
  const load = useCallback(async () => {
    setRows((await search(query)).rows);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `setRows` is written after `await search(query)`
  }, [query]);
  useEffect(() => {
    void load();
  }, [load]);
  return <button onClick={load}>{rows.length}</button>;
}

/** Each row has a button, and all of them one place to show what they find. */
export function Logs({ runs }: { runs: readonly { readonly id: string; readonly failed: boolean }[] }) {
  const [log, setLog] = useState<readonly string[]>([]);
  const show = async (id: string) => {
    const page = await search(id);
    if (page.more) setLog(page.rows);
//                 ^^^^^^^^^^^^^^^^^ RG402 `setLog` is written after `await search(id)`
    else setLog([]);
  };
  const rows = runs.map((run) => <button onClick={() => show(run.id)}>{log.length}</button>);
  return <table>{rows}</table>;
}

/** What is kept first guards what is kept next; a way out in the middle leaves no room for a cleanup. */
export function Details({ id, brief }: { id: string; brief: boolean }) {
  const [rows, setRows] = useState<readonly string[]>([]);
  const [html, setHtml] = useState('');
  useEffect(() => {
    if (brief) {
      void highlight(id, 'id').then((found) => setHtml(found));
//                                             ^^^^^^^^^^^^^^ RG402 `setHtml` is written after `highlight(id, 'id')`
      return;
    }
    void (async () => {
      setRows((await search(id)).rows);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `setRows` is written after `await search(id)`
      const found = await highlight(id, 'text');
      setHtml(found);
//    ^^^^^^^^^^^^^^ RG402 `setHtml` is written after `await highlight(id, 'text')`
    })();
  }, [id, brief]);
  return <code title={html}>{rows}</code>;
}
