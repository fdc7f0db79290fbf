/** One state of the wire. */
export interface ProtocolVersion {
  version: number;
  /** What changed, in one line, and what a peer of the version before has to know. */
  change: string;
  /** SHA-256 of the JSON schemas of everything this folder describes. */
  sha256: string;
}

/**
 * What till and server said to each other, newest last. Tills in the field are older than their server, so a change
 * of the wire is never an accident: a test compares the newest line with the schemas. A version that is in use is
 * not touched any more; a change after it is a new line.
 */
export const PROTOCOL_HISTORY: readonly ProtocolVersion[] = [
  {
    version: 1,
    change: 'The first: enrolment, catalogue, staff, journal, sync, transactions, office.',
    sha256: 'e13a5be7b6ff304531165cbbefba6c801a87f33d5c09b5bda265f9aa960a52e9',
  },
  {
    version: 2,
    change:
      'Promotions, floors, tags, kinds of tax, cash rounding; batches, last days and more scale labels. What is new may be left out.',
    sha256: '5e01b367246fa427b43e701cdefe771a1451faeb7d92399b8b1b423bf6304ac7',
  },
  {
    version: 3,
    change:
      'Sealed copies of unsent sales; a push says what waits beside it; a register reads back what it sent, asks whether an event is held; the list of what was noticed. What is new may be left out.',
    sha256: '59a11b6aa4c27a2ade9cfedc2e49753963aca5232330ce6633864b223784ac38',
  },
  {
    version: 4,
    change:
      'A push may declare that numbers are lost on its till; a server that does not know of that answers gap as ever.',
    sha256: '55697323637059cb3493f2381b9edf4d920ed5d68eff3b5cc3d428884f29d7b7',
  },
  {
    version: 5,
    change:
      'A device that can become no other register names its own beside a code; a server that does not know of that refuses, and uses no code up.',
    sha256: '9cc03092b183188ec3dafe7641824d8097f262a19f003acb34fb2546edc03a4d',
  },
];
