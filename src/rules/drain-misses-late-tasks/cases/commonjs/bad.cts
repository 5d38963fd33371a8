import fs = require('node:fs');

const writes = new Set<Promise<void>>();

function write(line: string): void {
  writes.add(fs.promises.appendFile('log', line).catch(() => {}));
}

async function close(): Promise<void> {
  await Promise.all(writes);
  writes.clear();
  // <- RG314 `writes` is cleared here after awaiting a copy of it
}

export = { write, close };
