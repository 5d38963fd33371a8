import * as fs from 'fs';
import path = require('path');

export const opened = fs.promises.open('a');
export const joined = path.join('a', 'b');
