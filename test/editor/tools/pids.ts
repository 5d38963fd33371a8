import { execFileSync } from 'node:child_process';

/** Of the analysis processes that this extension host started. */
export const analysisPids = (): number[] => childrenThatRun('service.js');

/** Of TypeScript's servers: the one that knows types, and the one that knows syntax. */
export const serverPids = (): number[] => childrenThatRun('tsserver.js');

function childrenThatRun(script: string): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && args?.includes(script) ? [Number(pid)] : [];
  });
}

/** They get no chance to say goodbye. */
export function killAnalysis(): number {
  const pids = analysisPids();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids.length;
}
