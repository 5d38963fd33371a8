declare function search(query: string, signal: AbortSignal): Promise<string>;

interface Task {
  status: 'running' | 'done' | 'failed';
}

export function begin(task: Task, query: string, signal: AbortSignal): Promise<string> {
  task.status = 'running';
  return search(query, signal).catch((error: unknown) => {
    task.status = 'failed';
//  ^^^^^^^^^^^^^^^^^^^^^^ RG403 `task.status = 'failed'` also runs when `signal` was aborted
    throw error;
  });
}
