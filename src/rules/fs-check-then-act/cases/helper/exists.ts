import { promises as fs } from 'node:fs';

export const fileExists = async (path: string): Promise<boolean> => {
  try {
    return (await fs.stat(path)).isFile();
  } catch {
    return false;
  }
};
