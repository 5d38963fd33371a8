const { existsSync } = require('fs');
const { mkdir, rm } = require('fs').promises;
const path = require('path');

/** @param {import('node:http').Server} server */
function serve(server) {
  server.on('request', async (request) => {
    const folder = path.join('/tmp/uploads', request.url ?? '');
    if (!existsSync(folder)) await mkdir(folder, { mode: 0o700, recursive: true });
    if (existsSync('/tmp/uploads/stop')) await rm('/tmp/uploads/stop', { force: true });
  });
}

module.exports = { serve };
