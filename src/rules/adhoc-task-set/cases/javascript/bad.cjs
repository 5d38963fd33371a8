const { setTimeout } = require('node:timers/promises');

const tasks = new Set();

/** @param {string} url */
function start(url) {
  const task = load(url);
  tasks.add(task);
  task.finally(() => tasks.delete(task));
  // <- RG313 `tasks` is kept by hand
}

async function stop() {
  await setTimeout(10);
  await Promise.allSettled(tasks);
}

/** @param {string} url */
async function load(url) {
  await fetch(url);
}

module.exports = { start, stop };
