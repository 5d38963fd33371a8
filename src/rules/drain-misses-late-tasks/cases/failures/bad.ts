/** Tasks that can fail: who waits for them gets the first failure, as before. */
export class Uploads {
    private readonly running = new Map<string, Promise<void>>()

    upload(name: string, body: Blob) {
        const task = put(name, body).finally(() => {
            this.running.delete(name)
        })
        this.running.set(name, task)
    }

    isRunning(name: string) {
        return this.running.has(name)
    }

    async finish() {
        const pending = Array.from(this.running.values())
        await Promise.all(pending)
        // Nothing runs any more.
        this.running.clear()
//      ^^^^^^^^^^^^^^^^^^^^ RG314 `this.running` is cleared here after awaiting a copy of it
    }
}

async function put(name: string, body: Blob) {
    const response = await fetch(name, { method: "PUT", body })
    if (!response.ok) throw new Error(response.statusText)
}
