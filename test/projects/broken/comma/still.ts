export const still = Promise.resolve(1);
