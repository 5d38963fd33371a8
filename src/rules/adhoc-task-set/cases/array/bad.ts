/** An array, searched for the task when it ends. */
export class Pool {
    #tasks: Promise<void>[] = []

    async run(signal: AbortSignal) {
        while (!signal.aborted) {
            const task = this.watch()
            this.#tasks.push(task)
            task.finally(() => {
//          ^^^^^^^^^^^^ RG313 `this.#tasks` is kept by hand
                const index = this.#tasks.indexOf(task)
                if (index !== -1) {
                    this.#tasks.splice(index, 1)
                } else {
                    throw new Error("not found")
                }
            })
        }
    }

    get busy() {
        return this.#tasks.length
    }

    async close() {
        await Promise.allSettled(this.#tasks)
    }

    private async watch() {
        await fetch("https://example.com/work")
    }
}

let queued: Promise<unknown>[] = []

export function queue(work: () => Promise<unknown>) {
    const job = work()
    queued.push(job)
    job.then(() => {
//  ^^^^^^^^ RG313 `queued` is kept by hand
        queued = queued.filter((other) => other !== job)
    })
}
