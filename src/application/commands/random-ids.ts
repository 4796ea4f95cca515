import { v4 } from 'uuid';
import { idOnAccount } from '../../domain/values/account-ids.js';
import { randomHex, timeOrderedId } from '../deciding/entropy.js';

/** Ids are random, never counted: a count would tell how busy others are. */

/** In the order of their making, so that a list by id is a list by age. */
export const newCommunityId = (): string => timeOrderedId();

/** Stands in a web address that whoever holds it may open: nothing of it can be guessed. */
export const newAuthorizationId = (): string => v4();

/** Of a sharing or payment interface: says which account it is on. */
export const newIdOnAccount = (appId: string): string => idOnAccount(appId, randomHex(12));
