export interface Ref<T> {
  value: T;
}

export declare function ref<T>(value: T): Ref<T>;
export declare function watch<T>(
  source: Ref<T>,
  callback: (value: T, old: T, onCleanup: (end: () => void) => void) => void,
): void;
