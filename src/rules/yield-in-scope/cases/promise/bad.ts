declare function ask(question: string): Promise<string>;

export async function* answer(question: string): AsyncGenerator<string> {
  const pending = ask(question);
//                ^^^^^^^^^^^^^ RG302 `pending` is awaited by nobody if the consumer stops at `yield 'thinking'`
  yield 'thinking';
  await pending;
}
