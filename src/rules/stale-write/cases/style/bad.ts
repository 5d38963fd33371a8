import { basename } from "node:path"

declare function lint(file: string): Promise<number>
declare function report(from: number, text: string): Promise<void>

export class Lint {
	private faults = 0
	private line = 0

	async run(files: readonly string[]) {
		await Promise.all(files.map(file => this.one(file)))
		await Promise.all(files.map(file => this.print(file)))
	}

	private async one(file: string) {
		this.faults += await lint(basename(file))
  // <- RG103 `this.faults` is written from a value read before `await lint(basename(file))`
	}

	private async print(file: string) {
		const line = this.line
		await report(line, `
file:
	${file}
`)
		this.line = line + 1
  // <- RG103 `this.line` is written from a value read before `await report(…)`
	}
}
