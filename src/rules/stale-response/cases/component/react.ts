type Effect = () => undefined | (() => void) | void;

export declare function useState<T>(initial: T): [T, (value: T) => void];
export declare function useRef<T>(initial: T): { current: T };
export declare function useEffect(effect: Effect, deps?: readonly unknown[]): void;
export declare function useCallback<F>(f: F, deps: readonly unknown[]): F;
