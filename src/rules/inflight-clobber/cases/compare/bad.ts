// fix: Take out only its own entry
/** Shared with other files: the Map stays. */
export const running = new Map<string, AbortController>();

export async function search(panel: string, isQuick: boolean): Promise<string> {
  running.get(panel)?.abort();
  const controller = new AbortController();
  running.set(panel, controller);
  try {
    const response = await fetch(panel, { signal: controller.signal });
    return await response.text();
  } finally {
    if (isQuick) running.delete(panel);
    //           ^^^^^^^^^^^^^^^^^^^^^ RG315 `running[panel]` may hold a newer task's controller
    else setTimeout(() => controller.abort(), 100);
  }
}
