export const based = Promise.resolve(1);
