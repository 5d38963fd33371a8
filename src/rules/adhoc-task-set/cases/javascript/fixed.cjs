const { setTimeout } = require('node:timers/promises');
const { TaskRegistry } = require('@raceguard/runtime');

const tasks = new TaskRegistry();

/** @param {string} url */
function start(url) {
  void tasks.track(load(url));
}

async function stop() {
  await setTimeout(10);
  await tasks.idle();
}

/** @param {string} url */
async function load(url) {
  await fetch(url);
}

module.exports = { start, stop };
