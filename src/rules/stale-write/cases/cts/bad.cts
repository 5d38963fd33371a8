import events = require('node:events');

declare function reserve(seat: number): Promise<boolean>;

const hall = new events.EventEmitter();
let seat = 0;

hall.on('guest', async () => {
  const mine = seat;
  await reserve(mine);
  seat = mine + 1;
  // <- RG103 `seat` is written from a value read before `await reserve(mine)`
});

export = hall;
