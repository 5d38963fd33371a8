import { useCallback, useEffect, useRef, useState } from './react.ts';

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
  const latestRows = useRef(0);
  const ask = async (query: string) => {
    const turn = ++latestRows.current;
    if (!query) {
      setRows([]);
      return;
    }
    const page = await search(query);
    if (turn !== latestRows.current) return;
    setRows(page.rows);
  };
  return <input onChange={(event: Typed) => ask(event.target.value)} title={`${rows.length} rows`} />;
}

export function Code({ source, language }: { source: string; language: string }) {
  const [html, setHtml] = useState('');
  useEffect(() => {
    if (!language) {
      setHtml(source);
      return undefined;
    }
    let cancelled = false;
    highlight(source, language).then((found) => {
      if (!cancelled) setHtml(found);
    });

    return () => {
      cancelled = true;
    };
  }, [source, language]);
  return <code>{html}</code>;
}

export function Short({ source }: { source: string }) {
  const [html, setHtml] = useState('');
  useEffect(() => {
    let cancelled = false;
    void highlight(source, 'ts').then((value) => {
      if (!cancelled) setHtml(value);
    });

    return () => {
      cancelled = true;
    };
  }, [source]);
  return <code>{html}</code>;
}

/** Begun by the effect, and by hand. */
export function Table({ query }: { query: string }) {
  const [rows, setRows] = useState<readonly string[]>([]);
  const latestRows = useRef(0);
  const load = useCallback(async () => {
    const turn = ++latestRows.current;
    const result = await search(query);
    if (turn === latestRows.current) setRows(result.rows);
  }, [query]);
  useEffect(() => {
    void load();
  }, [load]);
  return <button onClick={load}>{rows.length}</button>;
}

/** Each row has a button, and all of them one place to show what they find. */
export function Logs({ runs }: { runs: readonly { readonly id: string; readonly failed: boolean }[] }) {
  const [log, setLog] = useState<readonly string[]>([]);
  const latestLog = useRef(0);
  const show = async (id: string) => {
    const turn = ++latestLog.current;
    const page = await search(id);
    if (turn !== latestLog.current) return;
    if (page.more) setLog(page.rows);
    else setLog([]);
  };
  const rows = runs.map((run) => <button onClick={() => show(run.id)}>{log.length}</button>);
  return <table>{rows}</table>;
}

/** What is kept first guards what is kept next; a way out in the middle leaves no room for a cleanup. */
export function Details({ id, brief }: { id: string; brief: boolean }) {
  const [rows, setRows] = useState<readonly string[]>([]);
  const [html, setHtml] = useState('');
  const latestHtml = useRef(0);
  useEffect(() => {
    const turn = ++latestHtml.current;
    if (brief) {
      void highlight(id, 'id').then((found) => {
        if (turn === latestHtml.current) setHtml(found);
      });
      return undefined;
    }
    let cancelled = false;
    void (async () => {
      const result = await search(id);
      if (!cancelled) setRows(result.rows);
      const found = await highlight(id, 'text');
      if (cancelled) return;
      setHtml(found);
    })();

    return () => {
      cancelled = true;
    };
  }, [id, brief]);
  return <code title={html}>{rows}</code>;
}
