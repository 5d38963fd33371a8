// A floating promise of the caller's own stays what it is everywhere: unhandled if it rejects.
import { Lazy } from '../../../runtime/src/index.ts';

new Lazy(() => Promise.reject(new Error('nobody awaits this'))).get();
