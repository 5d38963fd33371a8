declare module 'commander' {
  export class Command {
    command(name: string): Command;
    option(flags: string, text: string): Command;
    action(run: (...args: string[]) => unknown): Command;
    on(event: string, listener: () => unknown): Command;
  }
}
