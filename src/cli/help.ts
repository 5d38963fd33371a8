/** What `--help` prints. */
import { version } from '../workspace/package.ts';

const overview = `Raceguard ${version}: finds races in async TypeScript where they are written.

Usage
  raceguard check [path…]          check files and folders (default: here)
  raceguard explain <rule>         what a rule finds, why it is bad, and what to do
  raceguard rules                  list the rules
  raceguard scenarios [id]         watch a race happen, then watch it be gone
  raceguard explore [path…]        run your own programs, *.race.ts, under every order of their steps
  raceguard add-runtime [dir]      put @raceguard/runtime into a project, which fixes import

\`raceguard <command> --help\` tells its options.
`;

const check = `Usage
  raceguard check [path…] [options]

Finds every tsconfig under the paths, references and workspaces too. A folder without one is
checked with defaults.

What is checked
  -p, --project <tsconfig>   only this project
  -c, --config <file>        this configuration instead of the nearest raceguard.config.json
      --preset <name>        recommended (default), nursery, strict, all or none
      --rule <id or code>    only this rule, whatever the configuration says; can be repeated
      --compiler <name>      native (TypeScript 7) or classic (the project's own, or 6);
                             default: native where it can

Fixes
      --fix                  apply safe fixes: they change nothing but the race
      --fix-suggestions      apply suggested fixes too: look at what they change
      --fix-dry-run          show what the fixes would change, as a diff; nothing is written

Output
  -f, --format <name>        text (default), json or github (annotations)
      --max-warnings <n>     exit with 0 while there are no errors and at most n warnings (default: 0)
      --timing               add what each stage and each rule cost
      --verbose              add notes on projects, and stacks of failures
      --no-color             also by NO_COLOR; FORCE_COLOR turns colours on
  -h, --help
  -v, --version

Exit codes
  0  clean: nothing found, or only infos
  1  an error was found, or more warnings than allowed
  2  the check could not do its work: bad arguments, an unreadable configuration, a file that
     does not parse or can't be written, a failure inside Raceguard
`;

const addRuntime = `Usage
  raceguard add-runtime [dir] [--install]

Puts the packed @raceguard/runtime into the project in \`dir\` (default: here) and into its
package.json. Works offline.

      --install              run the project's package manager afterwards
`;

const results = `  results  [{ subject, result, output }], one a program:
    subject  { name, index, of, version?: "unsafe" | "safe", form: "explored" | "real" }
    result   { asExpected, summary, failure?: { kind?, message, text }, ms,
               explored?: { schedules, failing, complete, replay, picture } }
    output   what it printed in the schedule that is shown
  stopped  null, or { why: "hangs" | "floods" | "died" | "refused", message }
`;

const scenarios = `Usage
  raceguard scenarios                    list the scenarios
  raceguard scenarios <id>|all [options]

Runs the programs of a scenario under every order of their steps: the unsafe one until it is seen
how it fails, the safe one to show that it does not. Where the original is about processes or
threads, real ones follow. Everything runs in a process of its own, and needs no network.

  -f, --format <name>        text (default) or json
      --svg <file>           write a picture of the schedule that fails
      --replay <string>      run only this schedule, as a failure has printed it
      --no-color
  -h, --help

Exit codes
  0  every program went as its scenario tells: the unsafe one fails so, the safe one passes
  1  one did not
  2  bad arguments, a file that can't be written, a failure inside Raceguard
 130 cancelled (Ctrl-C): nothing is left of what ran

JSON
  { version, scenarios: [{ id, title, origin, url, rules, hazards, hasReal, results, stopped }] }
${results}`;

const explore = `Usage
  raceguard explore [path…] [options]

Runs every program that the files export. Of folders (default: here) those files are taken that are
called *.race.ts, or .mts, .cts, .tsx, .js, .mjs, .cjs; node_modules is passed over. A program:

  import type { Trial } from '@raceguard/runtime/testing';
  import { Account } from './account.ts';

  export const twoDeposits = async (t: Trial) => {
    const account = new Account({ pay: t.wrap(async () => {}, { name: 'pay' }) });
    t.watch(account, 'stored');
    for (const name of ['A', 'B']) t.task(name, () => account.deposit(10));
    await t.all();
    if (account.stored !== 20) throw new Error(\`\${account.stored} instead of 20\`);
  };

Every call of what is wrapped is a step. \`export const options = { schedules: 1000 }\` says how far to
go, for all programs of the file: see \`ExploreOptions\` of @raceguard/runtime/testing. TypeScript runs
as it is written, with the paths and the JSX of its tsconfig; decorators are TypeScript's older ones.

      --program <name>       only this export
      --schedules <n>        try at most n schedules systematically (default: 50,000)
      --replay <string>      run only this schedule, as a failure has printed it
  -f, --format <name>        text (default) or json
      --svg <file>           write a picture of the first schedule that fails
      --no-color
  -h, --help

Exit codes
  0  every program passes
  1  one fails under some schedule, or hangs, prints without an end or ends its process
  2  a file can't be loaded or has no program, bad arguments, a failure inside Raceguard
 130 cancelled (Ctrl-C): nothing is left of what ran

JSON
  { version, files: [{ file, results, stopped }] }
${results}`;

const pages: Record<string, string> = {
  check,
  scenarios,
  explore,
  'add-runtime': addRuntime,
  explain: 'Usage\n  raceguard explain <rule>         by id (lazy-init-race) or code (RG101)\n',
  rules: 'Usage\n  raceguard rules\n',
};

export function help(command: string | undefined): string {
  return (command && pages[command]) ?? overview;
}
