/** Prints what mocha tells, as mocha prints it, and counts. */
import pc from 'picocolors';
import type { Report } from './bridge/messages.ts';

export class Count {
  passes = 0;
  pending = 0;
  readonly failures: { readonly title: string; readonly error: string }[] = [];
  #path: string[] = [];

  add(report: Report): void {
    if (report.event === 'end') return;
    const indent = '  '.repeat(report.depth + 1);
    switch (report.event) {
      case 'suite':
        this.#path = [...this.#path.slice(0, report.depth), report.title];
        console.log(`${indent}${report.title}`);
        break;
      case 'pass':
        this.passes++;
        console.log(`${indent}${pc.green('✔')} ${pc.dim(`${report.title} (${report.ms} ms)`)}`);
        break;
      case 'pending':
        this.pending++;
        console.log(`${indent}${pc.cyan(`- ${report.title}`)}`);
        break;
      case 'measured':
        console.log(`${indent}${pc.dim(report.text)}`);
        break;
      case 'fail': {
        const title = [...this.#path.slice(0, report.depth), report.title].join(' › ');
        this.failures.push({ title, error: report.error });
        console.log(`${indent}${pc.red(`${this.failures.length}) ${report.title}`)}`);
      }
    }
  }

  /** The failures once more, whole, as the last thing that is read. */
  print(): void {
    this.failures.forEach(({ title, error }, index) => {
      console.log(`\n${pc.red(`${index + 1}) ${title}`)}\n${error.replace(/^/gm, '   ')}`);
    });
  }
}
