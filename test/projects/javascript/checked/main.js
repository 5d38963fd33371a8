const { readFile } = require('fs/promises');

/** @type {Promise<string> | undefined} */
let pending;
exports.load = function load() {
  pending ??= readFile('a', 'utf8');
  return pending;
};
