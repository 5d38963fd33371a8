export const fine = Promise.resolve(1);
