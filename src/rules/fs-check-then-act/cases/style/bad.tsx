import fs from "node:fs"
import { join } from "node:path"

export function Exports({ folder }: { folder: string }) {
    const save = async (name: string, text: string) => {
        const target = join(folder, name)
        if (fs.existsSync(target)) {
            throw new Error("There is such a file already.")
        }
        await fs.promises.writeFile(target, text, { encoding: "utf8" })
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `target` was not there at `fs.existsSync(target)`
    }
    const clear = async () => {
        const list = join(folder, "list")
        if (fs.existsSync(list)) {
            await fs.promises.rm(list)
//                ^^^^^^^^^^^^^^^^^^^^ RG201 `list` was there at `fs.existsSync(list)`
        }
    }
    return { onSave: save, onClear: clear }
}
