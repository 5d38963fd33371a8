import { connect } from 'net/client';
import { Queue } from '@shared/queue';
import { helper } from '@shared/../net/helper';
import * as fs from 'fs';

export const client = connect();
export const queue = new Queue<number>();
export const help = helper();
export const file = fs.promises.readFile('a.txt');
