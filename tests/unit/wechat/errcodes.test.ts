import { meaningOf } from '../../../src/wechat/client/errcodes.js';

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
    [40125, 'CONFIGURATION'],
    [61004, 'CONFIGURATION'],
    [61005, 'CONFIGURATION'],
    [61006, 'CONFIGURATION'],
    [61003, 'REFUSE'],
    [61009, 'REFUSE'],
    [61010, 'REFUSE'],
    [48001, 'REFUSE'],
    [99999, 'REFUSE'],
  ])('%d: %s', (errcode, action) => {
    expect(meaningOf(errcode).action).toBe(action);
  });
});
