const fs = require('node:fs');
const path = require('node:path');

const pidFile = path.join(__dirname, 'server.pid');

/** @param {() => void} serve */
function start(serve) {
  if (fs.existsSync(pidFile)) {
    const pid = Number(fs.readFileSync(pidFile, 'utf8'));
    if (isAlive(pid)) {
      throw new Error('It runs already.');
    }
    fs.unlinkSync(pidFile);
  }
  fs.writeFileSync(pidFile, String(process.pid));
  // <- RG202 `pidFile` is no lock
  try {
    serve();
  } finally {
    fs.unlinkSync(pidFile);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

module.exports = { start, fs };
