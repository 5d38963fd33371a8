const { existsSync } = require('fs');
const { mkdir, unlink } = require('fs').promises;
const path = require('path');

/** @param {import('node:http').Server} server */
function serve(server) {
  server.on('request', async (request) => {
    const folder = path.join('/tmp/uploads', request.url ?? '');
    if (!existsSync(folder)) await mkdir(folder, 0o700);
//                                 ^^^^^^^^^^^^^^^^^^^^ RG201 `folder` was not there at `existsSync(folder)`
    if (existsSync('/tmp/uploads/stop')) await unlink('/tmp/uploads/stop');
//                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `'/tmp/uploads/stop'` was there
  });
}

module.exports = { serve };
