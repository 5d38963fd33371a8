const fs = require('node:fs');
const path = require('node:path');
const { FileLock } = require('@raceguard/runtime/node');

const pidFile = path.join(__dirname, 'server.pid');

/** @param {() => void} serve */
function start(serve) {
  const lock = new FileLock(pidFile).tryAcquireSync();
  if (!lock) throw new Error('It runs already.');
  try {
    serve();
  } finally {
    lock.release();
  }
}

module.exports = { start, fs };
