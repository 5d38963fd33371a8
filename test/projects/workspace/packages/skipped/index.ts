export const skipped = 1;
