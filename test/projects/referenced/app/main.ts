import { connect } from '../lib/src/index';

export const connected = connect();
export const closed = connected.then((c) => c.close());
