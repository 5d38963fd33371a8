export const alone = Promise.resolve(1);
