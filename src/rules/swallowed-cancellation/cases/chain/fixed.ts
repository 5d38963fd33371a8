declare function search(query: string, signal: AbortSignal): Promise<string>;

interface Task {
  status: 'running' | 'done' | 'failed';
}

export function begin(task: Task, query: string, signal: AbortSignal): Promise<string> {
  task.status = 'running';
  return search(query, signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    task.status = 'failed';
    throw error;
  });
}
