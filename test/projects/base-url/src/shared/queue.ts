export class Queue<T> {
  async push(item: T): Promise<T> {
    return item;
  }
}
