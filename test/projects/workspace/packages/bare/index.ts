export const bare = Promise.resolve(1);
