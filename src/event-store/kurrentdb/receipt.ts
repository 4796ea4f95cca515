/** Type of the record that remembers an accepted command. It stands in front of the command's events in the log. */
export const RECEIPT_TYPE = 'CommandAccepted';

/** What a receipt says. */
export interface ReceiptData {
  readonly fingerprint: string;
  /** How many domain events follow it, with nothing of others in between; what tells of the growth may stand before the last. */
  readonly events: number;
  /** The time they carry. */
  readonly occurredAt: string;
}

/** A receipt as it was found. */
export interface Receipt extends ReceiptData {
  /** Id of its record. */
  readonly id: string;
  /** Position in the server's log, in front of that of the first event. */
  readonly position: bigint;
}
