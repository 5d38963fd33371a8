import { report } from '../bridge/suite-end.ts';

/** Printed under the test; nothing is asserted of it. */
export async function measured(text: string): Promise<void> {
  await report({ event: 'measured', text, depth: 2 });
}
