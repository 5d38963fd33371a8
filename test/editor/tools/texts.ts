/** Files with one race, and without. */

/** One RG101, at `client`. `n` keeps many of them apart. */
export const racy = (n = 0): string => `export interface Client${n} {
  query(sql: string): Promise<string[]>;
}

declare function connect(): Promise<Client${n}>;

export class Database${n} {
  private client: Client${n} | undefined;

  async query(sql: string): Promise<string[]> {
    if (!this.client) this.client = await connect();
    return this.client.query(sql);
  }
}
`;

/** The last line of `racy` that is needed for the race, and what makes it none. */
export const race = 'if (!this.client) this.client = await connect();';
export const noRace = 'this.client ??= undefined; if (!this.client) return [sql];';

export const safe = (n = 0): string => `export const value${n} = ${n};\n`;
