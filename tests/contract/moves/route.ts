import type { EventReader, EventStore } from '../../../src/event-store/port.js';
import type { Place } from '../../../src/moves/places.js';

/** One place after another that a log is moved to. */
export interface Route {
  /** At least three, where nothing is yet; the log begins at the first. */
  readonly places: readonly Place[];
  openStore(place: Place): Promise<EventStore>;
  openReader(place: Place): Promise<EventReader>;
  /** Whether a place is closed to appends before a move, because processes may have it open. */
  readonly isShared: (place: Place) => boolean;
  cleanup(): Promise<void>;
}
