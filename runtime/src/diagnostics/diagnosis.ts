/** What diagnostics found. */
export interface Diagnosis {
  /**
   * `RACEGUARD_SELF_WAIT`: something waits for its own end, so for ever. `RACEGUARD_STUCK`: the process ends while
   * something still waits. `RACEGUARD_DROPPED`: a lock that nobody can release any more, a group that nobody closed.
   */
  readonly code: 'RACEGUARD_SELF_WAIT' | 'RACEGUARD_STUCK' | 'RACEGUARD_DROPPED';
  /** Names the thing, the chain that led to it with the places in the source, and the remedy. */
  readonly message: string;
}
