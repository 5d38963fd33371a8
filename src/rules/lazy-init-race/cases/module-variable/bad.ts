import { readFile } from "node:fs/promises"

interface Pool {
    query(sql: string): Promise<string[]>
    end(): Promise<void>
}

declare function createPool(config: string): Promise<Pool>

// Shared by all requests.
let pool: Pool | undefined

export async function query(sql: string): Promise<string[]> {
    if (pool === undefined) {
    //  ^^^^^^^^^^^^^^^^^^ RG101 `pool` can be initialised twice
        // The file may be mounted late.
        const config = await readFile("pool.json", "utf8")
        pool = await createPool(config)
    }

    return pool.query(sql)
}

export async function end() {
    if (!pool) return
    await pool.end()
    pool = undefined
}

let warm:
    | {
          readonly pool: Pool
          readonly size: number
      }
    | undefined

export async function warmUp() {
    if (!warm) {
    //   ^^^^ RG101 `warm` can be initialised twice
        warm = { pool: await createPool("{}"), size: 1 }
    }
    return warm
}

export const status = () => ({ pool, isOpen: pool !== undefined })
