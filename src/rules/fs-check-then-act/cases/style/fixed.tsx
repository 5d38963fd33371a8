import fs from "node:fs"
import { join } from "node:path"

export function Exports({ folder }: { folder: string }) {
    const save = async (name: string, text: string) => {
        const target = join(folder, name)
        if (fs.existsSync(target)) {
            throw new Error("There is such a file already.")
        }
        await fs.promises.writeFile(target, text, { encoding: "utf8", flag: "wx" })
    }
    const clear = async () => {
        const list = join(folder, "list")
        if (fs.existsSync(list)) {
            await fs.promises.rm(list, { force: true })
        }
    }
    return { onSave: save, onClear: clear }
}
