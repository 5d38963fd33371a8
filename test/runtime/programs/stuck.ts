// A lock that its own holder waits for.
import { enableDiagnostics } from '../../../runtime/src/diagnostics/index.ts';
import { Mutex } from '../../../runtime/src/index.ts';

enableDiagnostics();
const mutex = new Mutex({ name: 'db' });
using _first = await mutex.acquire();
using _second = await mutex.acquire();
