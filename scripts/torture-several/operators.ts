import type { Person } from '../support/person.js';

/** One person, as it asks each of the two processes. */
export type OnBoth = readonly [Person, Person];

/** Two processes, and whoever acts in them. */
export interface Operators {
  /** An operator of the tenant. */
  operator(tenant: string): Promise<OnBoth>;
}
