declare function read(name: string): Promise<number>;
declare function text(name: string): Promise<string>;
declare const source: { on(event: string, listener: (name: string) => void): void };

let sum = 0;
let product = 1;
let bits = 0;
let letters = '';

source.on('one', async (name) => {
  if (name) sum += await read(name);
  //        ^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await read(name)`
  else sum -= await read('none');
  //   ^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await read('none')`
});

source.on('many', async (name) => {
  for (const part of name.split(',')) product *= await read(part);
  //                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `product` is written from a value read before `await read(part)`
  switch (name) {
    case 'bits':
      bits |= await read(name);
//    ^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `bits` is written from a value read before `await read(name)`
      break;
    default:
      letters += `${await text(name)};`;
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `letters` is written from a value read before `await text(name)`
  }
});

source.on('deep', async (name) => {
  const now = (sum += (await read(name)) * (await read('factor')));
  //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await read(name)`
  console.log(now);
});

export async function add(names: readonly string[]): Promise<number> {
  const all = await Promise.all(names.map((name) => addOne(name)));
  return Math.max(...all);
}

async function addOne(name: string): Promise<number> {
  return (sum += await read(name));
  //      ^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await read(name)`
}
