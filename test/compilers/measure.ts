/**
 * What a compiler costs on a real project: `node test/compilers/measure.ts <tsconfig> [native|classic]`.
 * Prints the time to open it, to visit every node of its own files once through core's kinds, and to answer 5,000
 * questions about types, asked file by file; and the memory of both processes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { CompilerChoice } from '../../src/compilers/open.ts';
import { openProject } from '../../src/compilers/open.ts';
import { absolute, folderOf } from '../../src/compilers/paths.ts';
import type { SourceTree } from '../../src/core/syntax.ts';
import { questionsOf } from './support.ts';

const [config = 'tsconfig.json', compiler = 'auto'] = process.argv.slice(2);
const configFile = absolute(config);

let last = performance.now();
function lap(what: string): void {
  const now = performance.now();
  const cpu = process.cpuUsage();
  const memory = process.memoryUsage();
  const children = childMemory();
  console.log(
    `${what.padEnd(34)} ${(now - last).toFixed(0).padStart(6)} ms   this process: ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s CPU so far, ` +
      `${(memory.rss / 1e6).toFixed(0)} MB${children ? `; TypeScript: ${children.cpu.toFixed(1)} s CPU, ${children.mb.toFixed(0)} MB` : ''}`,
  );
  last = performance.now();
}

const project = openProject({ configFile, folder: folderOf(configFile) }, { compiler: compiler as CompilerChoice });
lap(`open (${project.compiler.name} ${project.compiler.version})`);

let nodes = 0;
let kinds = 0;
const trees: SourceTree[] = [];
for (const file of project.files) {
  const tree = project.tree(file);
  if (!tree) continue;
  if (process.env.HOLD) trees.push(tree);
  const visit = (node: SourceTree['root']): void => {
    nodes++;
    kinds += tree.kind(node) ? 1 : 0;
    node.forEachChild(visit);
  };
  visit(tree.root);
}
lap(`visit ${nodes} nodes, ${kinds} known`);

let asked = 0;
let promises = 0;
let files = 0;
for (const file of project.files) {
  const tree = project.tree(file);
  if (!tree || asked >= 5000) continue;
  const questions = questionsOf(tree)
    .filter((q) => q.ask === 'type')
    .slice(0, 5000 - asked);
  asked += questions.length;
  files++;
  for (const answer of project.answer(tree, questions)) if (answer.ask === 'type' && answer.promise) promises++;
}
lap(`${asked} types of ${files} files, ${promises} promises`);
project.dispose();

function childMemory(): { mb: number; cpu: number } | undefined {
  if (process.platform !== 'linux') return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      if (Number(stat[1]) !== process.pid) continue;
      const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return { mb: Number(rss) / 1024, cpu: (Number(stat[11]) + Number(stat[12])) / 100 };
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined;
}
