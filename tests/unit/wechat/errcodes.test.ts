import { meaningForAccount, meaningOf } from '../../../src/wechat/client/errcodes.js';

describe('what is done about an error code', () => {
  test.each([
    [-1, 'RETRY'],
    [45009, 'LATER'],
    [45011, 'LATER'],
    [40001, 'TOKEN'],
    [40014, 'TOKEN'],
    [42001, 'TOKEN'],
    [42006, 'TOKEN'],
    [40013, 'CONFIGURATION'],
    [40066, 'CONFIGURATION'],
    [40091, 'CONFIGURATION'],
    [40094, 'CONFIGURATION'],
    [40125, 'CONFIGURATION'],
    [40164, 'CONFIGURATION'],
    [41002, 'CONFIGURATION'],
    [41004, 'CONFIGURATION'],
    [41018, 'CONFIGURATION'],
    [41019, 'CONFIGURATION'],
    [41020, 'CONFIGURATION'],
    [41021, 'CONFIGURATION'],
    [61004, 'CONFIGURATION'],
    [61005, 'CONFIGURATION'],
    [61006, 'CONFIGURATION'],
    [61011, 'CONFIGURATION'],
    [61024, 'CONFIGURATION'],
    [61028, 'CONFIGURATION'],
    [42002, 'AUTHORIZE'],
    [61003, 'AUTHORIZE'],
    [61023, 'AUTHORIZE'],
    [40029, 'REFUSE'],
    [40097, 'REFUSE'],
    [40163, 'REFUSE'],
    [41001, 'REFUSE'],
    [43001, 'REFUSE'],
    [43002, 'REFUSE'],
    [43003, 'REFUSE'],
    [44002, 'REFUSE'],
    [47001, 'REFUSE'],
    [48001, 'REFUSE'],
    [48004, 'REFUSE'],
    [50002, 'REFUSE'],
    [61007, 'REFUSE'],
    [61009, 'REFUSE'],
    [61010, 'REFUSE'],
    [61014, 'REFUSE'],
    [61015, 'REFUSE'],
    [61030, 'REFUSE'],
    [99999, 'REFUSE'],
  ])('%d: %s', (errcode, action) => {
    expect(meaningOf(errcode).action).toBe(action);
  });

  test.each([40013, 40066])('%d, in an account’s name, speaks of what was asked for', (errcode) => {
    expect(meaningForAccount(errcode).action).toBe('REFUSE');
    expect(meaningForAccount(42001).action).toBe('TOKEN');
  });
});
