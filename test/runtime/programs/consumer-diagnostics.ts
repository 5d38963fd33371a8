// As consumer.ts: diagnostics see the primitives that the main entry gives.
import { type Diagnosis, enableDiagnostics } from '../../../runtime/src/diagnostics/index.ts';
import { Mutex } from '../../../runtime/src/index.ts';

declare const console: { log(text: string): void };

async function main(): Promise<void> {
  const found: Diagnosis[] = [];
  const disable: () => void = enableDiagnostics({ patienceMs: 10, onDiagnosis: (diagnosis) => found.push(diagnosis) });
  const mutex = new Mutex({ name: 'm' });
  await mutex.runExclusive(() => mutex.runExclusive(() => 1, { timeout: 200 })).catch(() => {});
  disable();
  const said = found.map(({ code, message }) => `${code} ${message.split('\n')[0]}`).join();
  console.log(said === 'RACEGUARD_SELF_WAIT Mutex "m" waits for itself, for ever:' ? 'ok' : said);
}

void main();
