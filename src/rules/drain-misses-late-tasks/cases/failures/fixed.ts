import { TaskRegistry } from "@raceguard/runtime"

/** Tasks that can fail: who waits for them gets the first failure, as before. */
export class Uploads {
    private readonly running = new TaskRegistry()

    upload(name: string, body: Blob) {
        void this.running.track(put(name, body), { id: name, onDuplicate: "replace" })
    }

    isRunning(name: string) {
        return this.running.has(name)
    }

    async finish() {
        const failures = await this.running.idle()
        if (failures.length > 0) throw failures[0] as Error
    }
}

async function put(name: string, body: Blob) {
    const response = await fetch(name, { method: "PUT", body })
    if (!response.ok) throw new Error(response.statusText)
}
