import { TaskRegistry } from "@raceguard/runtime"

/** An array, searched for the task when it ends. */
export class Pool {
    #tasks = new TaskRegistry()

    async run(signal: AbortSignal) {
        while (!signal.aborted) {
            void this.#tasks.track(this.watch())
        }
    }

    get busy() {
        return this.#tasks.size
    }

    async close() {
        await this.#tasks.idle()
    }

    private async watch() {
        await fetch("https://example.com/work")
    }
}

const queued = new TaskRegistry()

export function queue(work: () => Promise<unknown>) {
    void queued.track(work())
}
