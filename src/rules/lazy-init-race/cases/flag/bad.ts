declare const app: {
  get(path: string, handler: (id: string) => Promise<string>): void;
};
declare function initWasm(): Promise<void>;
declare function installHooks(): Promise<number>;
declare function render(id: string): string;

let initialized = false;

app.get('/render', async (id) => {
  if (!initialized) {
  //   ^^^^^^^^^^^ RG101 `initialized` can let the initialisation run twice
    await initWasm();
    initialized = true;
  }
  return render(id);
});

let hooksInstalled = false;

async function ensureHooks(): Promise<void> {
  if (hooksInstalled) return;
  //  ^^^^^^^^^^^^^^ RG101 `hooksInstalled` can let the initialisation run twice

  const count = await installHooks();
  hooksInstalled = true;

  // Said once.
  console.log(`${count} hooks`);
}

app.get('/hooks', async (id) => {
  await ensureHooks();
  return render(id);
});

export function status() {
  return { initialized, hooks: hooksInstalled ? 'there' : 'missing' };
}

export function reset(): void {
  initialized = false;
  hooksInstalled = false;
}
