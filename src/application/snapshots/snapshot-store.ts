/** A stream's state at one of its events, as plain JSON. */
export interface Snapshot {
  readonly revision: number;
  /** Id of the event at `revision`: a snapshot of another history does not match it. */
  readonly eventId: string;
  readonly state: unknown;
}

/** A cache of states of long streams: deleting any or all of it changes nothing but the next cold load's time. */
export interface SnapshotStore {
  /** Null when there is none of this version, or it cannot be read. */
  load(stream: string, version: number): Promise<Snapshot | null>;
  save(stream: string, version: number, snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}
