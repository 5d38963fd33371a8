import * as callable from 'callable';

export const called = callable();
