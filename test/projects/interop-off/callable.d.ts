declare module 'callable' {
  function callable(): Promise<number>;
  namespace callable {
    const version: string;
  }
  export = callable;
}
