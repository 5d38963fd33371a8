const { setTimeout: sleep } = require('node:timers/promises');
/** @returns {Promise<number>} */
async function wait() {
  await sleep(1);
  return 1;
}
module.exports = { wait };
