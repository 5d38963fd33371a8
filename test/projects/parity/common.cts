import fs = require('fs');
import lib = require('./common-lib.cjs');
const os = require('node:os');
export = { read: () => fs.promises.readFile('x'), wait: lib.wait(), host: os.hostname() };
