// @ts-check
export const asks = Promise.resolve(1);
