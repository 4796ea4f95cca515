import { appIdOf, idOnAccount } from '../../../../src/domain/values/account-ids.js';
import { APP } from '../stories.js';

it('an id of something on an account says where to look for it', () => {
  expect(appIdOf(idOnAccount(APP, '0a1b2c'))).toBe(APP);
});

it.each(['', APP, `${APP}.`, '.x', 'x.y', `${APP.toUpperCase()}.x`])('%j names no account', (id) => {
  expect(appIdOf(id)).toBeNull();
});
