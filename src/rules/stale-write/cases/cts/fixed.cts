import events = require('node:events');
import { Mutex } from '@raceguard/runtime';

declare function reserve(seat: number): Promise<boolean>;

const hall = new events.EventEmitter();
let seat = 0;
const seatMutex = new Mutex();

hall.on('guest', async () => {
  await seatMutex.runExclusive(async () => {
    const mine = seat;
    await reserve(mine);
    seat = mine + 1;
  });
});

export = hall;
