import { execFileSync } from 'node:child_process';

/** Of the analysis processes that this extension host started. */
export const analysisPids = (): number[] => childrenThatRun('service.js');

/** Of TypeScript's servers: the one that knows types, and the one that knows syntax. */
export const serverPids = (): number[] => childrenThatRun('tsserver.js');

/** Of the processes that run scenarios, whoever their parent is now. `place`: the extension's folder, or one around it. */
export function runnerPids(place: string): number[] {
  return processes().flatMap(({ pid, args }) =>
    args.includes(`${place}/`) && args.includes('/dist/runner') ? [pid] : [],
  );
}

function childrenThatRun(script: string): number[] {
  return processes().flatMap(({ pid, parent, args }) => (parent === process.pid && args.includes(script) ? [pid] : []));
}

function processes(): { pid: number; parent: number; args: string }[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
}

/** They get no chance to say goodbye. */
export function killAnalysis(): number {
  const pids = analysisPids();
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids.length;
}
