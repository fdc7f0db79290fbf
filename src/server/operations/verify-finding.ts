/** What is not as it must be, found by walking through everything that is stored. */
export interface VerifyFinding {
  /**
   * `broken_chain`: an event is not what was sealed, or not where it belongs. `gap`: an event is missing. `unposted`:
   * an event has not exactly the effects it must have. `unbalanced`: figures that belong together do not agree.
   */
  kind: 'broken_chain' | 'gap' | 'unposted' | 'unbalanced';
  organisation_id: string;
  /** Null when it belongs to no register, such as stock. */
  register_id: string | null;
  /** In plain English, with the ids that lead to it. */
  text: string;
}

/** How much was looked at. */
export interface VerifyCount {
  registers: number;
  events: number;
  sales: number;
}

/** One chain: the events of one register in one epoch. */
export interface ChainKey {
  organisation_id: string;
  register_id: string;
  epoch: number;
}
