import { readFile } from "node:fs/promises"
import { Lazy } from "@raceguard/runtime"

interface Pool {
    query(sql: string): Promise<string[]>
    end(): Promise<void>
}

declare function createPool(config: string): Promise<Pool>

// Shared by all requests.
const lazyPool = new Lazy<Pool>()

export async function query(sql: string): Promise<string[]> {
    const pool = await lazyPool.get(async () => {
        // The file may be mounted late.
        const config = await readFile("pool.json", "utf8")
        return createPool(config)
    })

    return pool.query(sql)
}

export async function end() {
    const pool = lazyPool.peek()
    if (!pool) return
    await pool.end()
    lazyPool.reset()
}

const warm = new Lazy<{
    readonly pool: Pool
    readonly size: number
}>()

export async function warmUp() {
    return warm.get(async () => ({ pool: await createPool("{}"), size: 1 }))
}

export const status = () => ({ pool: lazyPool.peek(), isOpen: lazyPool.peek() !== undefined })
