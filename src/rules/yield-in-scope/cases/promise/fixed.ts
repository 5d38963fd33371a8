declare function ask(question: string): Promise<string>;

export async function* answer(question: string): AsyncGenerator<string> {
  const pending = ask(question);
  try {
    yield 'thinking';
  } finally {
    await pending;
  }
}
