declare function read(name: string): Promise<number>;
declare function text(name: string): Promise<string>;
declare const source: { on(event: string, listener: (name: string) => void): void };

let sum = 0;
let product = 1;
let bits = 0;
let letters = '';

source.on('one', async (name) => {
  if (name) {
    const value = await read(name);
    sum += value;
  } else {
    const value = await read('none');
    sum -= value;
  }
});

source.on('many', async (name) => {
  for (const part of name.split(',')) {
    const value = await read(part);
    product *= value;
  }
  switch (name) {
    case 'bits': {
      const value = await read(name);
      bits |= value;
      break;
    }
    default: {
      const value = await text(name);
      letters += `${value};`;
    }
  }
});

source.on('deep', async (name) => {
  const value = (await read(name)) * (await read('factor'));
  const now = (sum += value);
  console.log(now);
});

export async function add(names: readonly string[]): Promise<number> {
  const all = await Promise.all(names.map((name) => addOne(name)));
  return Math.max(...all);
}

async function addOne(name: string): Promise<number> {
  const value = await read(name);
  return (sum += value);
}
