/** What `--help` prints. */
import { version } from '../workspace/package.ts';

const overview = `Raceguard ${version}: finds races in async TypeScript where they are written.

Usage
  raceguard check [path…]          check files and folders (default: here)
  raceguard explain <rule>         what a rule finds, why it is bad, and what to do
  raceguard rules                  list the rules
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

const pages: Record<string, string> = {
  check,
  'add-runtime': addRuntime,
  explain: 'Usage\n  raceguard explain <rule>         by id (lazy-init-race) or code (RG101)\n',
  rules: 'Usage\n  raceguard rules\n',
};

export function help(command: string | undefined): string {
  return (command && pages[command]) ?? overview;
}
