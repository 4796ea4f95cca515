import { withKurrentDb } from '../../support/kurrentdb.js';
import { kurrentDbHarness } from './kurrentdb-harness.js';
import { eventStoreContract } from './suite.js';

withKurrentDb((url) => eventStoreContract('kurrentdb', kurrentDbHarness(url)));
