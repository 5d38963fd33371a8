import { Lazy } from '@raceguard/runtime';

declare const app: {
  get(path: string, handler: (id: string) => Promise<string>): void;
};
declare function initWasm(): Promise<void>;
declare function installHooks(): Promise<number>;
declare function render(id: string): string;

const initialized = new Lazy<void>();

app.get('/render', async (id) => {
  await initialized.get(() => initWasm());
  return render(id);
});

const hooksInstalled = new Lazy<void>();

async function ensureHooks(): Promise<void> {
  await hooksInstalled.get(async () => {
    const count = await installHooks();

    // Said once.
    console.log(`${count} hooks`);
  });
}

app.get('/hooks', async (id) => {
  await ensureHooks();
  return render(id);
});

export function status() {
  return { initialized: initialized.settled, hooks: hooksInstalled.settled ? 'there' : 'missing' };
}

export function reset(): void {
  initialized.reset();
  hooksInstalled.reset();
}
