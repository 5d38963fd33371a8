import { basename } from "node:path"
import { Mutex } from "@raceguard/runtime"

declare function lint(file: string): Promise<number>
declare function report(from: number, text: string): Promise<void>

export class Lint {
	private faults = 0
	private line = 0
	private readonly lineMutex = new Mutex()

	async run(files: readonly string[]) {
		await Promise.all(files.map(file => this.one(file)))
		await Promise.all(files.map(file => this.print(file)))
	}

	private async one(file: string) {
		const value = await lint(basename(file))
		this.faults += value
	}

	private async print(file: string) {
		await this.lineMutex.runExclusive(async () => {
			const line = this.line
			await report(line, `
file:
	${file}
`)
			this.line = line + 1
		})
	}
}
