import { visibleData } from '../../../src/application/queries/sight.js';
import { auditor, operator } from './query-world.js';

const data = { appId: 'wx1', tenure: 1, owner: 'o1', grant: 3, authorizationId: 'run', grantedAt: null };

describe('R27: facts of an event that recipients see as well', () => {
  it.each(['AccountResumed', 'AccountDeauthorized'])('%s: the grant is the owner’s', (type) => {
    expect(visibleData(operator('r1').viewer, { type, data })).not.toHaveProperty('grant');
    expect(visibleData(operator('o1').viewer, { type, data })).toEqual(data);
    expect(visibleData(auditor.viewer, { type, data })).toEqual(data);
  });

  it('AccountResumed: the run’s id is the owner’s: whoever holds it may open its page', () => {
    expect(visibleData(operator('r1').viewer, { type: 'AccountResumed', data })).toEqual({
      appId: 'wx1',
      tenure: 1,
      owner: 'o1',
    });
  });
});
